package dev.blackstart.journal;

import java.time.Instant;

/** Where the parts of a run put their events. Thread-safe; never blocks for longer than a write to a file. */
public interface EventSink {

    /** Adds an event that happens now. */
    void add(Event event);

    /** Adds an event that happened then. */
    void add(Instant at, Event event);
}
