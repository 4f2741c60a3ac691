package dev.blackstart.engine;

import dev.blackstart.experiment.Activity;
import java.util.Locale;

/** What a run leaves out, to see that the rest of it is sound. */
public enum Dry {
    NONE,
    PROBES,
    ACTIONS,
    ACTIVITIES,
    /** Everything is carried out, but nothing pauses. */
    PAUSE;

    /** As the command line and journal.json write it. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether activities of this kind succeed without being carried out. */
    boolean skips(Activity.Kind kind) {
        return this == ACTIVITIES
                || (this == PROBES && kind == Activity.Kind.PROBE)
                || (this == ACTIONS && kind == Activity.Kind.ACTION);
    }

    boolean pauses(Activity.Kind kind) {
        return this != PAUSE && !skips(kind);
    }

    /** Whether the tolerances of the hypothesis count as met without being looked at. */
    public boolean ignoresTolerances() {
        return this == PROBES || this == ACTIVITIES;
    }
}
