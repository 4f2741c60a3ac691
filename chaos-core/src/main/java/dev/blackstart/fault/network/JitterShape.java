package dev.blackstart.fault.network;

import java.time.Duration;
import java.util.Locale;

/** How the jitter of a latency is spread. */
public enum JitterShape {
    /** Evenly, at most jitter less or more. */
    UNIFORM(1, 1),
    /** As the bell curve, with jitter as its standard deviation; at most three of them. */
    NORMAL(3, 3),
    /** Never less; mostly a little more and seldom very much, by jitter on average, at most twenty times. */
    PARETO(0, 20);

    private final int down;
    private final int up;

    JitterShape(int down, int up) {
        this.down = down;
        this.up = up;
    }

    /** How much less than the latency a single chunk may be held. */
    Duration down(Duration jitter) {
        return jitter.multipliedBy(down);
    }

    /** How much longer. */
    Duration up(Duration jitter) {
        return jitter.multipliedBy(up);
    }

    /** How far a chunk is usually below the median. */
    Duration medianDown(Duration jitter) {
        return down == 0 ? Duration.ZERO : jitter;
    }

    /** As the proxy's API calls it. */
    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
