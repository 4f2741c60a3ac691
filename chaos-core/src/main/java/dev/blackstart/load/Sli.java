package dev.blackstart.load;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/** The service level indicators of an arm, live: buckets of 100 ms by completion time. Thread-safe. */
public interface Sli extends Buckets {

    /** Answers completed in [from, to), whole buckets only: {@code from} is rounded down and {@code to} down to a bucket. */
    @Override
    Counts counts(Instant from, Instant to);

    /** The latency at a quantile in (0, 1) of answers completed in [from, to), whole seconds only; empty without answers. In seconds. */
    OptionalDouble latencySeconds(double quantile, Instant from, Instant to);

    /** How many latencies {@link #latencySeconds} looks at in [from, to), whole seconds only. */
    default long latencyCount(Instant from, Instant to) {
        Counts counts = counts(from, to);
        return counts.full() + counts.degraded();
    }

    /** The end of the last bucket that is complete. */
    @Override
    Instant completeUntil();

    /** When the current phase began: a window of a probe never reaches before it. */
    Instant phaseStart();

    /** Requests that are sent a second. */
    @Override
    double rate();

    /** Requests under way now. */
    int inFlight();

    /** The width of a bucket. */
    Duration BUCKET = WIDTH;
}
