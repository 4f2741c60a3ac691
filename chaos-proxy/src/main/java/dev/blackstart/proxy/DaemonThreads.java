package dev.blackstart.proxy;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes and ends threads of one name.
 *
 * <p>All are daemons, so that no JVM waits for a forgotten proxy. They are remembered to be joined, because an executor
 * calls itself terminated while its last thread is still on its way out.
 */
final class DaemonThreads implements ThreadFactory {

    private static final long END_MILLIS = 2_000;

    private final String name;
    private final AtomicInteger count = new AtomicInteger();
    private final Set<Thread> made = ConcurrentHashMap.newKeySet();

    DaemonThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new FastThreadLocalThread(task, name + "-" + count.incrementAndGet());
        thread.setDaemon(true);
        made.removeIf(old -> old.getState() == Thread.State.TERMINATED);
        made.add(thread);
        return thread;
    }

    /** Interrupts what the executor runs, drops what waits, and joins its threads. */
    void end(ExecutorService executor) {
        executor.shutdownNow();
        join();
    }

    /** Waits for all threads to be gone, two seconds at most for each. */
    void join() {
        try {
            for (Thread thread : made) {
                TimeUnit.MILLISECONDS.timedJoin(thread, END_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
