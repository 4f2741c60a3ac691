package dev.blackstart.load;

import dev.blackstart.time.RunClock;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Requests that are pieces of code: each on a thread of a bounded pool, given up at its timeout. Thread-safe. */
final class CodeCaller<T> implements Caller {
    private static final long IDLE_SECONDS = 1;
    private static final int MOST_THREADS = 512;
    private static final long LONGEST_CLOSE_MILLIS = 1_000;

    private final CodeWorkload<T> workload;
    private final RunClock clock;
    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor timeouts =
            new ScheduledThreadPoolExecutor(1, named("blackstart-load-timeout-"));

    CodeCaller(CodeWorkload<T> workload, RunClock clock) {
        this.workload = workload;
        this.clock = clock;
        this.threads = new ThreadPoolExecutor(
                0,
                Math.min(MOST_THREADS, OpenLoop.maxInFlight(workload.rate(), workload.timeout())),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                named("blackstart-load-call-"));
        timeouts.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory named(String prefix) {
        AtomicLong count = new AtomicLong();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void send(long turn, Consumer<Reply> over) {
        AtomicBoolean told = new AtomicBoolean();
        Consumer<Reply> once = reply -> {
            if (told.compareAndSet(false, true)) {
                over.accept(reply);
            }
        };
        try {
            Future<?> call = threads.submit(() -> once.accept(reply()));
            Future<?> limit = timeouts.schedule(
                    () -> {
                        once.accept(new Reply(
                                Outcome.FAILED,
                                clock.nanos(),
                                true,
                                "no answer within " + workload.timeout().toMillis() + " ms"));
                        call.cancel(true);
                    },
                    workload.timeout().toNanos(),
                    TimeUnit.NANOSECONDS);
            if (call.isDone()) {
                limit.cancel(false);
            }
        } catch (RejectedExecutionException e) {
            once.accept(new Reply(
                    Outcome.FAILED,
                    clock.nanos(),
                    false,
                    "not sent: all threads are busy with calls that have not ended"));
        }
    }

    private Reply reply() {
        try {
            T answer = workload.call().call();
            long now = clock.nanos();
            return new Reply(workload.degraded().test(answer) ? Outcome.DEGRADED : Outcome.FULL, now, false, "");
        } catch (Exception e) {
            return new Reply(workload.shed().test(e) ? Outcome.SHED : Outcome.FAILED, clock.nanos(), false, text(e));
        } catch (Error e) {
            return new Reply(Outcome.FAILED, clock.nanos(), false, text(e));
        }
    }

    private static String text(Throwable failure) {
        Throwable cause = Optional.ofNullable(failure.getCause()).orElse(failure);
        String own = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return failure.getClass().getSimpleName() + ": " + own + (cause == failure ? "" : " (" + cause + ")");
    }

    /** A client in code sees to its own connections. */
    @Override
    public void reconnect() {}

    @Override
    public void close() {
        timeouts.shutdownNow();
        threads.shutdownNow();
        try {
            threads.awaitTermination(LONGEST_CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
