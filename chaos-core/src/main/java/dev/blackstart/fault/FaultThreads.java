package dev.blackstart.fault;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The threads on which faults end, are measured and have their traffic counted, so that the run's scheduler never waits for them. */
final class FaultThreads implements AutoCloseable {
    private static final int QUEUED = 256;
    private static final int MEASURING = 8;
    private static final int ENDING = 4;
    private static final Duration LONGEST_INJECTION = Duration.ofMinutes(10);
    private static final Duration LONGEST_GIVING_UP = Duration.ofSeconds(2);

    private final ThreadPoolExecutor ends = pool("blackstart-fault-end", ENDING);
    private final ThreadPoolExecutor traffic = pool("blackstart-fault-traffic", 1);
    private final ThreadPoolExecutor injecting = pool("blackstart-fault-inject", ENDING);
    private final ThreadPoolExecutor measuring = pool("blackstart-fault-measure", MEASURING);

    private static ThreadPoolExecutor pool(String name, int size) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        // What does not fit is dropped: a traffic sample too many, or an end that the run's last revert makes up for.
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Does it on another thread, which is interrupted when the run is: a fault may wait as long as its target's grace.
     *
     * @throws Cancelled if the run was interrupted; what was being done has come to its end then, one way or the other
     */
    void interruptibly(Runnable task, Cancellation cancellation) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Future<?> thread = injecting.submit(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        try {
            cancellation.await(done, LONGEST_INJECTION);
        } catch (Cancelled e) {
            thread.cancel(true);
            giveUp(done);
            throw e;
        } catch (TimeoutException e) {
            thread.cancel(true);
            giveUp(done);
            throw new FaultFailed("it took longer than " + LONGEST_INJECTION.toMinutes() + " minutes", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        }
    }

    private static void giveUp(CompletableFuture<@Nullable Void> done) {
        try {
            new Cancellation().await(done, LONGEST_GIVING_UP);
        } catch (ExecutionException | TimeoutException e) {
            // It failed, as it was to; the undo that follows is idempotent either way.
            return;
        }
    }

    /** Ends faults whose time is up. Several, because the samples afterwards of one must not keep the next waiting. */
    void end(Runnable task) {
        ends.execute(() -> quietly(task));
    }

    void traffic(Runnable task) {
        traffic.execute(() -> quietly(task));
    }

    /** Runs all and waits for them. */
    <T> List<Future<T>> measure(Collection<Callable<T>> tasks) throws InterruptedException {
        return measuring.invokeAll(tasks);
    }

    /** What failed here is tried again by the run's last revert, and reported there. */
    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            System.getLogger(FaultThreads.class.getName()).log(System.Logger.Level.DEBUG, "left to the last revert", e);
        }
    }

    @Override
    public void close() {
        ends.shutdownNow();
        traffic.shutdownNow();
        measuring.shutdownNow();
        injecting.shutdownNow();
    }
}
