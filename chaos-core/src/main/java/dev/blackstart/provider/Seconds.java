package dev.blackstart.provider;

import java.math.BigDecimal;
import java.time.Duration;

/** Numbers of seconds, as Chaos Toolkit's files write times. */
public final class Seconds {
    /** Longer times than this are cut to it: about 31 years. */
    private static final BigDecimal MAX = BigDecimal.valueOf(1_000_000_000L);

    private Seconds() {}

    /** @throws IllegalStateException when it is not finite */
    public static Duration of(Number seconds) {
        double value = seconds.doubleValue();
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw new IllegalStateException("not a number of seconds: " + seconds);
        }
        BigDecimal exact = new BigDecimal(seconds.toString()).min(MAX).max(MAX.negate());
        return Duration.ofNanos(exact.movePointRight(9).longValue());
    }
}
