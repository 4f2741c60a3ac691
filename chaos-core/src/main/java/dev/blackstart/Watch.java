package dev.blackstart;

import dev.blackstart.journal.Entry;
import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * Hands the entries of a run to its observer, on a thread of its own: an observer that hangs, because nobody reads its output, must
 * not hold up the run, least of all its reverts. What does not fit in the queue is dropped, and the observer told how much.
 */
final class Watch implements AutoCloseable {
    /** Several minutes' worth. */
    static final int MOST_WAITING = 4096;

    private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Duration LAST_ENTRIES_WITHIN = Duration.ofSeconds(1);

    private final RunObserver observer;
    private final RunClock clock;
    /** Empty: no more will come. */
    private final BlockingQueue<Optional<Entry>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);

    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    Watch(RunObserver observer, RunClock clock) {
        this.observer = observer;
        this.clock = clock;
        this.thread = new Thread(this::watch, "blackstart-observer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Never blocks. */
    void entry(Entry entry) {
        if (!waiting.offer(Optional.of(entry))) {
            dropped.incrementAndGet();
        }
    }

    private void watch() {
        try {
            long nextTick = clock.nanos() + TICK_NANOS;
            while (!closed || !waiting.isEmpty()) {
                Optional<Entry> next = waiting.poll(nextTick - clock.nanos(), TimeUnit.NANOSECONDS);
                if (next != null) {
                    next.ifPresent(this::handOver);
                }
                if (clock.nanos() >= nextTick) {
                    observer.tick(clock.instant());
                    nextTick = clock.nanos() + TICK_NANOS;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Watch.class).warn("The run goes on unobserved, because its observer failed", e);
        }
    }

    private void handOver(Entry entry) {
        long missing = dropped.getAndSet(0);
        if (missing > 0) {
            observer.dropped(missing);
        }
        observer.entry(entry);
    }

    /** Waits until the observer has had what there is; a second at most. */
    @Override
    public void close() {
        closed = true;
        // Wakes it up; where there is no room for that, it is awake.
        var unused = waiting.offer(Optional.empty());
        try {
            thread.join(LAST_ENTRIES_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
