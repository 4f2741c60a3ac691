package dev.blackstart.proxy;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the jitter of a latency is drawn. The original knows only the first. */
enum JitterDistribution {
    /** Any whole number of milliseconds from [-jitter, jitter). */
    UNIFORM(0) {
        @Override
        long nanos(long jitterMillis, SplittableRandom random) {
            return TimeUnit.MILLISECONDS.toNanos(random.nextLong(-jitterMillis, jitterMillis));
        }
    },
    /** The bell curve with jitter as its standard deviation, cut off at three of them. */
    NORMAL(1) {
        @Override
        long nanos(long jitterMillis, SplittableRandom random) {
            double off = Math.max(-CUT_OFF, Math.min(CUT_OFF, random.nextGaussian()));
            return scaled(off, jitterMillis);
        }
    },
    /** Never less than the latency, mostly little more, seldom very much: a Lomax tail of shape 3 whose mean is jitter. */
    PARETO(2) {
        @Override
        long nanos(long jitterMillis, SplittableRandom random) {
            double tail = (SHAPE - 1) * (Math.pow(1 - random.nextDouble(), -1.0 / SHAPE) - 1);
            return scaled(Math.min(LONGEST_TAIL, tail), jitterMillis);
        }
    };

    private static final double CUT_OFF = 3;
    private static final double SHAPE = 3;
    private static final double LONGEST_TAIL = 20;
    private static final double MAX_NANOS = 4e18;

    private final long code;

    JitterDistribution(long code) {
        this.code = code;
    }

    /** What is added to the latency; less than 0 where it makes it shorter. */
    abstract long nanos(long jitterMillis, SplittableRandom random);

    private static long scaled(double part, long jitterMillis) {
        return (long) Math.max(-MAX_NANOS, Math.min(MAX_NANOS, part * jitterMillis * 1e6));
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What stands for it among attributes, which are numbers. */
    long code() {
        return code;
    }

    /** The distribution of a {@link #code()}; the first one for any other number. */
    static JitterDistribution ofCode(long code) {
        return Arrays.stream(values())
                .filter(each -> each.code == code)
                .findFirst()
                .orElse(UNIFORM);
    }

    /** The distribution of that exact name, or null. */
    static @Nullable JitterDistribution of(String wire) {
        return Arrays.stream(values())
                .filter(each -> each.wire().equals(wire))
                .findFirst()
                .orElse(null);
    }
}
