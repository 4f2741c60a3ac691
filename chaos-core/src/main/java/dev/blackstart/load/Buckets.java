package dev.blackstart.load;

import java.time.Duration;
import java.time.Instant;

/**
 * Answers in buckets of 100 ms, aligned to whole tenths of a second of the clock: live from a recorder, or from a journal. What is
 * computed from buckets is the same figure from both.
 */
public interface Buckets {

    /** The width of a bucket. */
    Duration WIDTH = Duration.ofMillis(100);

    /**
     * Answers completed in [from, to), whole buckets only: both ends are rounded down to a bucket, and {@code to} ends at
     * {@link #completeUntil()}.
     */
    Counts counts(Instant from, Instant to);

    /** The end of the last bucket that is complete. */
    Instant completeUntil();

    /** Requests that are sent a second. */
    double rate();

    /** The beginning of the bucket that holds this instant. */
    static Instant floor(Instant instant) {
        return startOf(indexOf(instant));
    }

    /** This instant where a bucket begins with it, else the beginning of the next one. */
    static Instant ceiling(Instant instant) {
        Instant floor = floor(instant);
        return floor.equals(instant) ? floor : floor.plus(WIDTH);
    }

    /** The number of the bucket that holds this instant, counted from 1970. */
    static long indexOf(Instant instant) {
        return instant.getEpochSecond() * 10 + instant.getNano() / 100_000_000;
    }

    /** Where a bucket begins. */
    static Instant startOf(long index) {
        return Instant.ofEpochSecond(Math.floorDiv(index, 10), Math.floorMod(index, 10) * 100_000_000L);
    }
}
