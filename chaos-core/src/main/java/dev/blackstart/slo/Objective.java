package dev.blackstart.slo;

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
        FAST
    }

    /**
     * Fires while the error budget burns faster than {@code rate} over both windows.
     *
     * @param name of the alert policy or condition
     * @param rate times the budget, above 0
     */
    public record BurnRateAlert(String name, double rate, Duration longWindow, Duration shortWindow, String severity) {}
}
