package dev.blackstart.report;

import dev.blackstart.journal.Event;
import dev.blackstart.tolerance.ResolvedTolerance;
import org.jspecify.annotations.Nullable;

/** Whether an activity met its tolerance: a fold over what it gave and what it had to give. */
public final class ToleranceMet {
    private ToleranceMet() {}

    /** Null where there was no tolerance, or none that could be evaluated. */
    public static @Nullable Boolean of(Event.ActivityEnded ended) {
        Object tolerance = ended.tolerance();
        if (tolerance == null) {
            return ended.toleranceMet();
        }
        return ResolvedTolerance.met(tolerance, ended.output()).met();
    }
}
