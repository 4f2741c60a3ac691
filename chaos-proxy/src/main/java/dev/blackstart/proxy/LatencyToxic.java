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
    private final SplittableRandom random;

    /**
     * @param latencyMillis a negative one counts as none
     * @param jitterMillis drawn uniformly, in whole milliseconds, from [-jitter, jitter); zero or less means none
     */
    LatencyToxic(long latencyMillis, long jitterMillis, SplittableRandom random) {
        this.latencyMillis = latencyMillis;
        this.jitterMillis = jitterMillis;
        this.random = random;
    }

    @Override
    public long releaseAt(int bytes, long arrived, long previous) {
        long millis = latencyMillis + (jitterMillis > 0 ? random.nextLong(-jitterMillis, jitterMillis) : 0);
        return Toxic.later(arrived + TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis)), previous);
    }
}
