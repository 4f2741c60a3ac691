package dev.blackstart.proxy;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Holds each chunk for latency ± jitter from its arrival, and keeps the order.
 *
 * <p>The deadline runs from the arrival and not from the moment the chunk is first in line, so chunks that queue are not
 * delayed twice, and chained latencies add up for every chunk.
 */
final class LatencyToxic implements Toxic {

    private final long latencyMillis;
    private final long jitterMillis;
    private final JitterDistribution distribution;
    private final SplittableRandom random;

    /**
     * @param latencyMillis a negative one counts as none
     * @param jitterMillis as {@code distribution} spreads it; zero or less means none
     */
    LatencyToxic(long latencyMillis, long jitterMillis, JitterDistribution distribution, SplittableRandom random) {
        this.latencyMillis = latencyMillis;
        this.jitterMillis = jitterMillis;
        this.distribution = distribution;
        this.random = random;
    }

    @Override
    public long releaseAt(int bytes, long arrived, long previous) {
        long jitter = jitterMillis > 0 ? distribution.nanos(jitterMillis, random) : 0;
        long nanos = TimeUnit.MILLISECONDS.toNanos(latencyMillis) + jitter;
        return Toxic.later(arrived + Math.max(0, nanos), previous);
    }
}
