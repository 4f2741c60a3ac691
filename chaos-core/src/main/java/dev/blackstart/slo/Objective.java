package dev.blackstart.slo;

import dev.blackstart.load.Counts;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An OpenSLO objective with its burn-rate alert, as operators write them; windows are real, not scaled.
 *
 * @param name {@code metadata.name}
 * @param target the ratio of good answers, in (0, 1)
 * @param count what is good
 * @param fastWithin the limit for {@code FAST}; null otherwise
 * @param alert the burn-rate alert
 */
public record Objective(
        Path file,
        String name,
        double target,
        Count count,
        @Nullable Duration fastWithin,
        BurnRateAlert alert) {

    /** Which answers are good. */
    public enum Count {
        /** Full answers. */
        FULL,
        /** Full and degraded answers. */
        SUCCESS,
        /** Full and degraded answers within {@code fastWithin}. */
        FAST;

        /** How many of these answers are good. */
        public long good(Counts counts) {
            return switch (this) {
                case FULL -> counts.full();
                case SUCCESS -> counts.full() + counts.degraded();
                case FAST -> counts.fast();
            };
        }
    }

    /**
     * Fires while the error budget burns faster than {@code rate} over both windows.
     *
     * @param name of the alert policy
     * @param rate times the budget, above 0
     * @param alertAfter for how long both windows must have burned that fast before it fires
     */
    public record BurnRateAlert(
            String name, double rate, Duration longWindow, Duration shortWindow, String severity, Duration alertAfter) {

        /** One that fires at once. */
        public BurnRateAlert(String name, double rate, Duration longWindow, Duration shortWindow, String severity) {
            this(name, rate, longWindow, shortWindow, severity, Duration.ZERO);
        }
    }
}
