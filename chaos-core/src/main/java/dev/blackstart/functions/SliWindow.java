package dev.blackstart.functions;

import dev.blackstart.load.Buckets;
import dev.blackstart.load.Sli;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.NotMeasurable;
import java.time.Duration;
import java.time.Instant;

/**
 * A window of the load's figures that lies in the current phase as a whole.
 *
 * @param end without it
 */
record SliWindow(Sli sli, Instant start, Instant end) {
    /** A ratio of fewer answers says nothing. */
    static final int LEAST_SAMPLES = 10;

    /** A bucket. */
    static final String SHORTEST = "100ms";

    static final String LONGEST = "1h";

    private static final Duration LEAST_WAIT = Duration.ofMillis(20);
    private static final Duration SILENCE = Duration.ofSeconds(2);

    /** The only argument of most figures. */
    record Length(
            @Argument(
                    value =
                            "how far back it looks; never before the current phase, so that it may wait until the window is full",
                    min = SHORTEST,
                    max = LONGEST)
            Duration window) {}

    /**
     * Waits until the window is full, and returns the latest one.
     *
     * @param grain starts and ends on a multiple of it; the length is rounded up to one
     * @throws NotMeasurable if the load has ended
     * @throws ActivityFailed if the run has no load
     */
    static SliWindow await(CallContext context, Duration length, Duration grain) {
        Sli sli = context.require(
                Sli.class,
                "there is no load to measure: declare 'workload' in the experiment's extension 'blackstart'");
        Duration rounded = rounded(length, grain);
        while (true) {
            Instant end = floor(sli.completeUntil(), grain);
            Instant start = end.minus(rounded);
            if (!start.isBefore(sli.phaseStart())) {
                return new SliWindow(sli, start, end);
            }
            if (Duration.between(sli.completeUntil(), context.clock().instant()).compareTo(SILENCE) > 0) {
                throw new NotMeasurable("the load ended before the window was full");
            }
            Duration missing = Duration.between(start, sli.phaseStart());
            context.cancellation().sleep(missing.compareTo(LEAST_WAIT) < 0 ? LEAST_WAIT : missing);
        }
    }

    /** A window begins and ends on a multiple of its grain. */
    static Duration rounded(Duration length, Duration grain) {
        return grain.multipliedBy(-Math.floorDiv(-length.toNanos(), grain.toNanos()));
    }

    private static Instant floor(Instant instant, Duration grain) {
        return grain.equals(Buckets.WIDTH) ? Buckets.floor(instant) : Instant.ofEpochSecond(instant.getEpochSecond());
    }

    double seconds() {
        return Duration.between(start, end).toNanos() / 1e9;
    }
}
