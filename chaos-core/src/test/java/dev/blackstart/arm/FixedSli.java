package dev.blackstart.arm;

import dev.blackstart.load.Counts;
import dev.blackstart.load.Sli;
import dev.blackstart.time.RunClock;
import java.time.Instant;
import java.util.OptionalDouble;

/** The same answers in every window. */
final class FixedSli implements Sli {
    Counts counts = Counts.NONE;
    private final RunClock clock;

    FixedSli(RunClock clock) {
        this.clock = clock;
    }

    @Override
    public Counts counts(Instant from, Instant to) {
        return counts;
    }

    @Override
    public OptionalDouble latencySeconds(double quantile, Instant from, Instant to) {
        return OptionalDouble.empty();
    }

    @Override
    public Instant completeUntil() {
        return clock.instant();
    }

    @Override
    public Instant phaseStart() {
        return Instant.EPOCH;
    }

    @Override
    public double rate() {
        return 40;
    }

    @Override
    public int inFlight() {
        return 0;
    }
}
