package dev.blackstart.exchange;

import dev.blackstart.document.Durations;
import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is under way on a few daemon threads: at most {@link #MAX_IN_FLIGHT} exchanges at a time; one more is answered {@code busy}.
 * Thread-safe.
 */
final class Exchanges implements AutoCloseable {
    static final int MAX_IN_FLIGHT = 8;

    private final RunClock clock;
    private final Semaphore free = new Semaphore(MAX_IN_FLIGHT);
    private final Set<Running> underWay = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads;
    private volatile boolean closed;

    Exchanges(String name, RunClock clock) {
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                MAX_IN_FLIGHT,
                MAX_IN_FLIGHT,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(2 * MAX_IN_FLIGHT),
                task -> {
                    Thread thread = new Thread(task, "blackstart-ask-" + name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** One exchange, on a thread of the pool. */
    interface Exchange {
        Answer run();
    }

    CompletableFuture<Answer> start(Exchange exchange) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        if (closed || !free.tryAcquire()) {
            answer.complete(failed(clock.nanos(), closed ? "closed" : "busy", ""));
            return answer;
        }
        Running running = new Running(exchange, answer);
        underWay.add(running);
        try {
            threads.execute(running);
        } catch (RejectedExecutionException e) {
            running.finish(failed(clock.nanos(), closed ? "closed" : "busy", ""));
        }
        if (closed) {
            answer.cancel(false);
        }
        return answer;
    }

    private final class Running implements Runnable {
        private final Exchange exchange;
        private final CompletableFuture<Answer> answer;

        Running(Exchange exchange, CompletableFuture<Answer> answer) {
            this.exchange = exchange;
            this.answer = answer;
        }

        @Override
        public void run() {
            long start = clock.nanos();
            Answer result;
            try {
                result = exchange.run();
            } catch (RuntimeException e) {
                result = failed(start, String.valueOf(e), "");
            }
            finish(result);
        }

        void finish(Answer result) {
            underWay.remove(this);
            free.release();
            if (closed) {
                answer.cancel(false);
            } else {
                answer.complete(result);
            }
        }
    }

    /** Runs something beside the exchanges; drops it if there is too much to do already. */
    CompletableFuture<Void> beside(Runnable task) {
        try {
            return CompletableFuture.runAsync(task, threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null);
        }
    }

    Answer failed(long start, String detail, String localAddress) {
        return answer(start, false, false, detail, localAddress);
    }

    /** One that came. */
    Answer answer(long start, boolean ok, String detail, String localAddress) {
        return answer(start, true, ok, detail, localAddress);
    }

    private Answer answer(long start, boolean came, boolean ok, String detail, String localAddress) {
        return new Answer(clock.at(start), Duration.ofNanos(clock.nanos() - start), came, ok, detail, localAddress);
    }

    /** The reason in a few words. */
    static String reason(IOException e, Duration within) {
        if (e instanceof SocketTimeoutException) {
            return timeout(within);
        }
        String message = e.getMessage();
        if (e instanceof ConnectException && message != null && message.contains("refused")) {
            return "connection refused";
        }
        return message == null ? e.getClass().getSimpleName() : message.toLowerCase(Locale.ROOT);
    }

    static String timeout(Duration within) {
        return "timeout after " + Durations.format(within);
    }

    /** Cancels what is under way. Idempotent, does not block; the caller closes the sockets, which ends the threads. */
    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
        underWay.forEach(running -> running.answer.cancel(false));
    }
}
