package dev.blackstart;

import dev.blackstart.journal.Entry;
import java.time.Instant;

/** Somebody who watches a run. Called on the run's own threads: must be quick. */
public interface RunObserver {
    /** Nobody. */
    RunObserver NONE = new RunObserver() {};

    default void entry(Entry entry) {}

    /** About once a second. */
    default void tick(Instant now) {}
}
