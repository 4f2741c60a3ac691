package dev.blackstart.engine;

import org.jspecify.annotations.Nullable;

/**
 * How an activity ended, as far as the run has to know in order to go on.
 *
 * @param failed whether it did not work
 * @param output null when there is none
 * @param toleranceMet null when no tolerance was evaluated
 * @param unclear why a probe could not say; null when it could
 */
public record ActivityResult(
        boolean failed,
        @Nullable Object output,
        @Nullable Boolean toleranceMet,
        @Nullable String unclear) {

    /** Whether it worked and, where it has a tolerance, met it. */
    public boolean good() {
        return !failed && unclear == null && !Boolean.FALSE.equals(toleranceMet);
    }
}
