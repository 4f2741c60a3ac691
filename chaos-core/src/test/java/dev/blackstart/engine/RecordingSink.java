package dev.blackstart.engine;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.time.RunClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keeps events in memory, as entries of the treatment arm. */
final class RecordingSink implements EventSink {
    private final RunClock clock;
    private final List<Entry> entries = new ArrayList<>();

    RecordingSink(RunClock clock) {
        this.clock = clock;
    }

    @Override
    public void add(Event event) {
        add(clock.instant(), event);
    }

    @Override
    public synchronized void add(Instant at, Event event) {
        entries.add(new Entry(entries.size() + 1L, at, Arm.TREATMENT, event));
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    synchronized List<Event> events() {
        return entries.stream().map(Entry::event).toList();
    }
}
