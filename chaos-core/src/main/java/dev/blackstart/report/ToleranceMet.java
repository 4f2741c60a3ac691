package dev.blackstart.report;

import dev.blackstart.journal.Event;
import dev.blackstart.tolerance.ResolvedTolerance;
import org.jspecify.annotations.Nullable;

/** Whether an activity, or an abort condition, met its tolerance: a fold over what it gave and what it had to give. */
public final class ToleranceMet {
    private ToleranceMet() {}

    /** Null where there was no tolerance, or none that could be evaluated. */
    public static @Nullable Boolean of(Event.ActivityEnded ended) {
        return of(ended.tolerance(), ended.output(), ended.toleranceMet());
    }

    /** Null where it could not be evaluated. */
    static @Nullable Boolean of(Event.AbortChecked checked) {
        return checked.unclear() != null ? null : of(checked.tolerance(), checked.output(), checked.toleranceMet());
    }

    private static @Nullable Boolean of(@Nullable Object tolerance, @Nullable Object output, @Nullable Boolean said) {
        return tolerance == null
                ? said
                : (Boolean) ResolvedTolerance.met(tolerance, output).met();
    }
}
