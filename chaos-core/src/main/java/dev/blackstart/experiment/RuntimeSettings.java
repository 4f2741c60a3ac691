package dev.blackstart.experiment;

import org.jspecify.annotations.Nullable;

/**
 * The experiment's {@code runtime} entry, as declared.
 *
 * @param declared whether the file has one (then it resets both strategies)
 * @param hypothesisStrategy null when not given
 * @param rollbacksStrategy null when not given
 */
public record RuntimeSettings(
        boolean declared,
        @Nullable String hypothesisStrategy,
        @Nullable String rollbacksStrategy) {
    public static final RuntimeSettings NONE = new RuntimeSettings(false, null, null);
}
