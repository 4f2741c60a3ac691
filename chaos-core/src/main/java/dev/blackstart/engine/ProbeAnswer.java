package dev.blackstart.engine;

import org.jspecify.annotations.Nullable;

/**
 * What a probe says that was only asked: nothing of it is in the journal yet.
 *
 * @param output null when there is none
 * @param met whether the output meets the tolerance; null when that cannot be said
 * @param tolerance what the output is judged by, variables put in; null where that is no data
 * @param unclear why it could not be evaluated; null when it could
 */
public record ProbeAnswer(
        @Nullable Object output,
        @Nullable Boolean met,
        @Nullable Object tolerance,
        @Nullable String unclear) {
    /** Of one that could not be evaluated. */
    public static ProbeAnswer unclear(String why) {
        return new ProbeAnswer(null, null, null, why);
    }
}
