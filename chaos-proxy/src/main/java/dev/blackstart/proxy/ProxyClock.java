package dev.blackstart.proxy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * All time of one {@link ChaosProxy}: the only class here that reads a clock, and the owner of its alarms.
 *
 * <p>An NIO event loop wakes on whole milliseconds, which would be most of the error of a 10 ms latency. A parked thread
 * wakes within some 60 µs, so alarms come from one such thread, which only hands over to the event loop.
 */
final class ProxyClock implements AutoCloseable {

    private final DaemonThreads threads = new DaemonThreads("chaos-proxy-timer");
    private final ScheduledThreadPoolExecutor alarms;
    private final Instant wallAtStart;
    private final long nanosAtStart;

    ProxyClock() {
        wallAtStart = Instant.now();
        nanosAtStart = System.nanoTime();
        alarms = new ScheduledThreadPoolExecutor(1, threads);
        // Without this a cancelled hour of latency would keep its connection in memory for an hour.
        alarms.setRemoveOnCancelPolicy(true);
    }

    /** Monotonic nanoseconds; compare by difference only. */
    long nanos() {
        return System.nanoTime();
    }

    /** The wall-clock time of a monotonic instant, to the microsecond; the same instant always gives the same time. */
    Instant wall(long nanos) {
        return wallAtStart.plusNanos(nanos - nanosAtStart).truncatedTo(ChronoUnit.MICROS);
    }

    /** Runs a task on an executor once {@code atNanos} has come, never before. The answer cancels it. */
    Future<?> alarm(long atNanos, Executor executor, Runnable task) {
        return alarms.schedule(() -> executor.execute(task), atNanos - nanos(), TimeUnit.NANOSECONDS);
    }

    /** Drops all alarms and ends the thread; waits for it at most two seconds. */
    @Override
    public void close() {
        threads.end(alarms);
    }
}
