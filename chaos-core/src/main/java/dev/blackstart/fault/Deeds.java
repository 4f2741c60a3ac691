package dev.blackstart.fault;

import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Who changes a target: one at a time. Whoever is interrupted waits on, since a fault is to be taken back. Thread-safe, reentrant. */
final class Deeds {
    private final ReentrantLock lock = new ReentrantLock();
    private final RunClock clock;

    Deeds(RunClock clock) {
        this.clock = clock;
    }

    /** Waits for whoever is at it. */
    void begin() {
        lock.lock();
    }

    /** The same for so long at most; false when somebody is still at it, and then there is nothing to end. */
    boolean begin(Duration atMost) {
        long end = clock.nanos() + atMost.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return lock.tryLock(end - clock.nanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void end() {
        lock.unlock();
    }
}
