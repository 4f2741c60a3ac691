package dev.blackstart;

import dev.blackstart.journal.Entry;
import java.time.Instant;

/** Somebody who watches a run. Called on one thread, which is none of the run's own: one that is slow misses something, and no more. */
public interface RunObserver {
    /** Nobody. */
    RunObserver NONE = new RunObserver() {};

    default void entry(Entry entry) {}

    /** So many entries were left out at this place, because the observer was too slow for them. */
    default void dropped(long entries) {}

    /** About once a second. */
    default void tick(Instant now) {}
}
