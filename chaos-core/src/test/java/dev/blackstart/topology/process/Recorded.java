package dev.blackstart.topology.process;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps events in memory. */
final class Recorded implements EventSink {
    private final List<Event> events = new CopyOnWriteArrayList<>();

    @Override
    public void add(Event event) {
        events.add(event);
    }

    @Override
    public void add(Instant at, Event event) {
        events.add(event);
    }

    <T extends Event> List<T> of(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
