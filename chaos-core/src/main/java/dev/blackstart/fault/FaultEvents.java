package dev.blackstart.fault;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import java.time.Instant;
import java.util.List;

/** What the journal hears of one fault on one target. Thread-safe. */
final class FaultEvents {
    private final EventSink events;
    private final Prepared<?> prepared;
    private final Terms terms;
    private final String live;
    private final List<String> undoKinds;

    // Guarded by this.
    private boolean announced;

    /**
     * @param live how its effect is seen
     * @param byStart whether it is taken back by a start of its target
     */
    FaultEvents(EventSink events, Prepared<?> prepared, Terms terms, String live, boolean byStart) {
        this.events = events;
        this.prepared = prepared;
        this.terms = terms;
        this.live = live;
        this.undoKinds = byStart
                ? List.of("StartAgain")
                : prepared.undo().steps().stream()
                        .map(step -> step.getClass().getSimpleName())
                        .toList();
    }

    private String id() {
        return prepared.id().value();
    }

    private <C extends Record> Event.Expected expected(Prepared<C> now) {
        return now.type().effect().expected(now.config(), live);
    }

    /** That it is about to be injected; once, whoever says so first. */
    synchronized void announce(Prepared<?> now) {
        if (announced) {
            return;
        }
        announced = true;
        events.add(new Event.FaultPrepared(
                id(),
                terms.fault(),
                terms.arguments(),
                prepared.target().ref().toString(),
                live,
                prepared.asked(),
                undoKinds,
                expected(now),
                terms.composite() ? terms.group() : null));
    }

    void injected() {
        events.add(new Event.FaultInjected(id()));
    }

    /** From then on it is there as {@code now} has it, or away for a while. */
    void adjusted(Instant at, boolean inForce, Prepared<?> now) {
        events.add(at, new Event.FaultAdjusted(id(), inForce, now.asked(), expected(now)));
    }

    void mitigated(String by) {
        events.add(new Event.FaultMitigated(id(), by));
    }

    void lost(String why) {
        events.add(new Event.FaultLost(id(), why));
    }

    void failed(String why) {
        events.add(new Event.FaultFailed(id(), why));
    }

    void reverted(List<String> steps) {
        events.add(new Event.FaultReverted(id(), steps));
    }
}
