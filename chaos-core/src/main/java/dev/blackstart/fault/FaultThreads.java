package dev.blackstart.fault;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads on which faults end, are measured and have their traffic counted, so that the run's scheduler never waits for them. */
final class FaultThreads implements AutoCloseable {
    private static final int QUEUED = 256;
    private static final int MEASURING = 8;

    private final ThreadPoolExecutor ends = pool("blackstart-fault-end", 1);
    private final ThreadPoolExecutor traffic = pool("blackstart-fault-traffic", 1);
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

    /** Ends faults whose time is up, one after the other. */
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
    }
}
