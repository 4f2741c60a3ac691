package dev.blackstart.junit;

import dev.blackstart.slo.Objective;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;
import org.jspecify.annotations.Nullable;

/**
 * A service level objective with the alert on it. The alert fires while the error budget burns faster than it may over a long and a
 * short window. If nothing is said it fires at ten times the budget, or at half of the answers where that is less, over windows of two
 * seconds and half a second; longer ones where the load brings fewer than ten answers in the short one. Immutable.
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public final class Slo {
    /** Operators' alerts look once a minute; this is ten times a second. */
    static final int TIME_SCALE = 600;

    private static final double BURN_RATE = 10;
    private static final double HALF = 0.5;
    private static final double LEAST_ANSWERS = 10;
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final int LONG_TO_SHORT = 4;

    private final double ratio;
    private final Objective.Count count;
    private final @Nullable Duration fastWithin;
    private final Optional<Alert> alert;

    private record Alert(double burnRate, Duration longWindow, Duration shortWindow) {}

    private Slo(double ratio, Objective.Count count, @Nullable Duration fastWithin, Optional<Alert> alert) {
        if (!(ratio > 0 && ratio < 1)) {
            throw new IllegalArgumentException("ratio must be above 0 and below 1: " + ratio);
        }
        this.ratio = ratio;
        this.count = count;
        this.fastWithin = fastWithin;
        this.alert = alert;
    }

    /**
     * So many answers are to be full ones: neither degraded, nor shed, nor failed.
     *
     * @param ratio above 0 and below 1, such as 0.99
     */
    public static Slo full(double ratio) {
        return new Slo(ratio, Objective.Count.FULL, null, Optional.empty());
    }

    /**
     * So many answers are to be full or degraded ones.
     *
     * @param ratio above 0 and below 1
     */
    public static Slo success(double ratio) {
        return new Slo(ratio, Objective.Count.SUCCESS, null, Optional.empty());
    }

    /**
     * So many answers are to be full or degraded ones that come in time.
     *
     * @param ratio above 0 and below 1
     * @param within from when the request was due
     */
    public static Slo fast(double ratio, Duration within) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("within must be longer than 0: " + within);
        }
        return new Slo(ratio, Objective.Count.FAST, within, Optional.empty());
    }

    /**
     * The same with another alert.
     *
     * @param burnRate times the budget, above 0; the budget is one minus the ratio
     * @param longWindow at least as long as the short one
     * @param shortWindow 100 ms at least
     */
    public Slo alerting(double burnRate, Duration longWindow, Duration shortWindow) {
        if (!(burnRate > 0) || burnRate > 1 / (1 - ratio) + 1e-9) {
            throw new IllegalArgumentException("burnRate must be above 0 and at most " + 1 / (1 - ratio)
                    + ", which is when no answer is good: " + burnRate);
        }
        if (shortWindow.toMillis() < 100 || longWindow.compareTo(shortWindow) < 0) {
            throw new IllegalArgumentException(
                    "the short window must be 100 ms at least, and the long one as long as it: "
                            + shortWindow.toMillis() + " ms and " + longWindow.toMillis() + " ms");
        }
        return new Slo(ratio, count, fastWithin, Optional.of(new Alert(burnRate, longWindow, shortWindow)));
    }

    /** Its windows are stretched by {@link #TIME_SCALE}. */
    Objective objective(Rate rate) {
        Alert fires = alert.orElseGet(() -> usual(rate));
        return new Objective(
                Path.of("code"),
                "code",
                ratio,
                count,
                fastWithin,
                new Objective.BurnRateAlert(
                        "code",
                        fires.burnRate,
                        fires.longWindow.multipliedBy(TIME_SCALE),
                        fires.shortWindow.multipliedBy(TIME_SCALE),
                        ""));
    }

    private Alert usual(Rate rate) {
        Duration needed = Duration.ofMillis((long) Math.ceil(1_000 * LEAST_ANSWERS / rate.perSecond() / 100) * 100);
        Duration shortWindow = needed.compareTo(SHORT) > 0 ? needed : SHORT;
        return new Alert(Math.min(BURN_RATE, HALF / (1 - ratio)), shortWindow.multipliedBy(LONG_TO_SHORT), shortWindow);
    }
}
