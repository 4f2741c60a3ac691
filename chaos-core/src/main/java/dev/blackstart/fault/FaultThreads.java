package dev.blackstart.fault;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The threads on which faults end, are measured and have their traffic counted, so that the run's scheduler never waits for them. */
final class FaultThreads implements AutoCloseable {
    private static final int QUEUED = 256;
    private static final int TOGETHER = 16;
    private static final int ENDING = 4;
    private static final Duration LONGEST_INJECTION = Duration.ofMinutes(10);

    private final ThreadPoolExecutor ends = pool("blackstart-fault-end", ENDING);
    private final ThreadPoolExecutor traffic = pool("blackstart-fault-traffic", 1);
    private final ThreadPoolExecutor injecting = pool("blackstart-fault-inject", TOGETHER);
    private final ThreadPoolExecutor together = pool("blackstart-fault-part", TOGETHER);

    private static ThreadPoolExecutor pool(String name, int size) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUED), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Does all at once on other threads, which are interrupted when the run is, or when one of them fails: a fault may wait as long as
     * its target's grace.
     *
     * @throws Cancelled if the run was interrupted
     * @throws RuntimeException what the first that failed has thrown; the others may not have come to their end yet
     */
    void interruptibly(List<Runnable> tasks, Cancellation cancellation) {
        CompletableFuture<@Nullable Void> outcome = new CompletableFuture<>();
        List<CompletableFuture<@Nullable Void>> all = new ArrayList<>();
        List<Future<?>> threads = new ArrayList<>();
        try {
            for (Runnable task : tasks) {
                CompletableFuture<@Nullable Void> one = new CompletableFuture<>();
                all.add(one);
                threads.add(injecting.submit(() -> {
                    try {
                        task.run();
                        one.complete(null);
                    } catch (RuntimeException | Error e) {
                        outcome.completeExceptionally(e);
                    }
                }));
            }
            var unused = CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                    .thenRun(() -> outcome.complete(null));
            cancellation.await(outcome, LONGEST_INJECTION);
        } catch (RejectedExecutionException e) {
            throw new FaultFailed("too many faults at once, or the arm has ended", e);
        } catch (TimeoutException e) {
            throw new FaultFailed("it took longer than " + LONGEST_INJECTION.toMinutes() + " minutes", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            threads.forEach(thread -> thread.cancel(true));
        }
    }

    /**
     * Does the same for each, side by side, and waits for all; whoever is interrupted waits on, so each must be bounded in time.
     *
     * @throws RuntimeException what the first that failed has thrown, the others' suppressed; after all were tried
     */
    <T> void each(List<T> all, Consumer<T> step) {
        List<CompletableFuture<@Nullable Void>> running = new ArrayList<>();
        for (T one : all) {
            running.add(all.size() == 1 ? inPlace(one, step) : elsewhere(one, step));
        }
        RuntimeException first = null;
        for (CompletableFuture<@Nullable Void> one : running) {
            try {
                one.join();
            } catch (CompletionException e) {
                RuntimeException failure = e.getCause() instanceof RuntimeException cause ? cause : e;
                if (first == null) {
                    first = failure;
                } else if (first != failure) {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private <T> CompletableFuture<@Nullable Void> elsewhere(T one, Consumer<T> step) {
        try {
            return CompletableFuture.runAsync(() -> step.accept(one), together);
        } catch (RejectedExecutionException e) {
            return inPlace(one, step);
        }
    }

    private static <T> CompletableFuture<@Nullable Void> inPlace(T one, Consumer<T> step) {
        return CompletableFuture.runAsync(() -> step.accept(one), Runnable::run);
    }

    /** Ends faults whose time is up. Several, because the samples afterwards of one must not keep the next waiting. */
    void end(Runnable task) {
        quietly(() -> ends.execute(() -> quietly(task)));
    }

    /** A sample too many is dropped. */
    void traffic(Runnable task) {
        quietly(() -> traffic.execute(() -> quietly(task)));
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
        together.shutdownNow();
        injecting.shutdownNow();
    }
}
