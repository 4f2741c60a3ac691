package dev.blackstart.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The clock of a run: wall time at its start, advanced by the monotonic clock, so that a clock that is set back in the middle
 * moves no figure. Microseconds. The only class that reads the machine's clocks. Thread-safe.
 */
public final class RunClock implements InstantSource {
    private final Instant origin = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final long originNanos = System.nanoTime();

    @Override
    public Instant instant() {
        return at(System.nanoTime());
    }

    /** The instant of a reading of {@link #nanos()}. */
    public Instant at(long nanos) {
        return origin.plusNanos(nanos - originNanos).truncatedTo(ChronoUnit.MICROS);
    }

    /** The monotonic clock, in nanoseconds from an arbitrary origin. */
    public long nanos() {
        return System.nanoTime();
    }

    /** How far away an instant of this clock is; negative when it has passed. */
    public Duration until(Instant instant) {
        return Duration.between(instant(), instant);
    }
}
