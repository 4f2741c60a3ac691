package dev.blackstart.arm;

import dev.blackstart.load.Counts;
import dev.blackstart.load.Sli;
import java.time.Instant;
import java.util.OptionalDouble;

/** The load's figures for who looks across phases: a window reaches back to the moment at which the load was steady. */
record WholeArmSli(Sli sli, Instant phaseStart) implements Sli {
    @Override
    public Counts counts(Instant from, Instant to) {
        return sli.counts(from, to);
    }

    @Override
    public OptionalDouble latencySeconds(double quantile, Instant from, Instant to) {
        return sli.latencySeconds(quantile, from, to);
    }

    @Override
    public long latencyCount(Instant from, Instant to) {
        return sli.latencyCount(from, to);
    }

    @Override
    public Instant completeUntil() {
        return sli.completeUntil();
    }

    @Override
    public double rate() {
        return sli.rate();
    }

    @Override
    public int inFlight() {
        return sli.inFlight();
    }
}
