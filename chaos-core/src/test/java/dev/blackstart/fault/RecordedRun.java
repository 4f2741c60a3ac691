package dev.blackstart.fault;

import dev.blackstart.heal.UndoExecutor;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Undo;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.RunningTopology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** What surrounds faults in a run, kept in memory: journal, undo log, clock, scheduler. */
final class RecordedRun implements EventSink, UndoLog, AutoCloseable {
    final RunClock clock = new RunClock();
    final Cancellation cancellation = new Cancellation();
    final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

    /** How many faults can still be intended. */
    int linesThatFit = Integer.MAX_VALUE;

    /** Happens before anything is claimed. */
    Runnable whenClaiming = () -> {};

    /** How many faults of other runs are to be waited for, one after the other. */
    int othersLeft;

    /** What was done, in its order: {@code intend f1}, {@code inject f1}, {@code done f1}. */
    final List<String> deeds = new ArrayList<>();

    private final Map<FaultId, IntendedFault> intended = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();

    ActiveFaults faults(RunningTopology topology) {
        return faults(topology, "");
    }

    ActiveFaults faults(RunningTopology topology, String idPrefix) {
        return new ActiveFaults(
                topology, idPrefix, this, UndoExecutor::carryOut, this, Host.here(clock, cancellation), scheduler, 7);
    }

    @Override
    public synchronized void add(Event event) {
        add(clock.instant(), event);
    }

    @Override
    public synchronized void add(Instant at, Event event) {
        entries.add(new Entry(entries.size() + 1L, at, Arm.TREATMENT, event));
    }

    synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    <E extends Event> List<E> events(Class<E> type) {
        return entries().stream()
                .map(Entry::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** When the first event of that type happened. */
    Instant at(Class<? extends Event> type) {
        return entries().stream()
                .filter(entry -> type.isInstance(entry.event()))
                .findFirst()
                .orElseThrow()
                .at();
    }

    Instant injectedAt() {
        return at(Event.FaultInjected.class);
    }

    /** How often a schedule has turned the fault on or changed it, or off. */
    long adjusted(boolean inForce) {
        return events(Event.FaultAdjusted.class).stream()
                .filter(change -> change.inForce() == inForce)
                .count();
    }

    /** How many samples there are from while the fault was there. */
    long during() {
        return events(Event.FaultSample.class).stream()
                .filter(sample -> sample.moment() == Event.Moment.DURING)
                .count();
    }

    /** How many of them show it. */
    long shown() {
        return events(Event.FaultSample.class).stream()
                .filter(sample -> sample.moment() == Event.Moment.DURING && sample.shows())
                .count();
    }

    long trafficSamples() {
        return events(Event.TrafficSample.class).size();
    }

    Undo undoOf(FaultId id) {
        return intended(id).undo();
    }

    synchronized IntendedFault intended(FaultId id) {
        return Objects.requireNonNull(intended.get(id), () -> "no undo was kept for " + id);
    }

    synchronized void deed(String deed) {
        deeds.add(deed);
    }

    @Override
    public synchronized boolean claim(List<IntendedFault> faults) {
        whenClaiming.run();
        if (othersLeft-- > 0) {
            return false;
        }
        List<IntendedFault> kept = new ArrayList<>();
        try {
            for (IntendedFault fault : faults) {
                intend(fault);
                kept.add(fault);
            }
            return true;
        } catch (UncheckedIOException e) {
            kept.forEach(fault -> done(new FaultId(fault.id())));
            throw e;
        }
    }

    private void intend(IntendedFault fault) {
        if (linesThatFit-- == 0) {
            throw new UncheckedIOException(new IOException("disk full"));
        }
        deeds.add("intend " + fault.id());
        intended.put(new FaultId(fault.id()), fault);
    }

    @Override
    public synchronized void done(FaultId id) {
        deeds.add("done " + id);
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
