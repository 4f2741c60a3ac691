package dev.blackstart.fault;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One fault on one target, from the moment it is prepared until it is gone. Thread-safe: whoever ends it first, ends it; the others
 * wait until it has.
 */
final class Injection<C extends Record> {
    private static final int UNDO_TRIES = 3;

    private final FaultDriver<C> driver;
    private final Prepared<C> prepared;
    private final Meter meter;
    private final Exposure exposure;
    private final Surroundings run;
    private final Map<String, @Nullable Object> arguments;
    private final String group;
    private final ReentrantLock ending = new ReentrantLock();

    // Guarded by this.
    private State state = State.PREPARED;
    private boolean announced;
    private boolean failed;

    private enum State {
        PREPARED,
        IN_FORCE,
        /** A mitigation replaced the target, or the target vanished by itself; its undo still has to be done. */
        OVERTAKEN,
        ENDED
    }

    /** What every injection of an arm shares. */
    interface Surroundings {
        EventSink events();

        UndoLog undoLog();

        Function<UndoStep, UndoResult> undo();

        /** Starts the target again if it is gone; blocks until it is ready. Empty when there was nothing to do. */
        Optional<String> startAgain(Target target);
    }

    /** @param group the id of the request, which all its targets share */
    Injection(
            FaultDriver<C> driver,
            Prepared<C> prepared,
            Meter meter,
            Exposure exposure,
            Surroundings run,
            Map<String, @Nullable Object> arguments,
            String group) {
        this.driver = driver;
        this.prepared = prepared;
        this.meter = meter;
        this.exposure = exposure;
        this.run = run;
        this.arguments = arguments;
        this.group = group;
    }

    FaultId id() {
        return prepared.id();
    }

    String group() {
        return group;
    }

    Target target() {
        return prepared.target();
    }

    Exposure exposure() {
        return exposure;
    }

    Meter meter() {
        return meter;
    }

    Duration showsWithin() {
        return driver.showsWithin(prepared.config());
    }

    boolean endsTarget() {
        return driver.endsTarget();
    }

    String conflictKey() {
        return prepared.type().conflictKey();
    }

    /** The replica that the fault is on; empty for a link. */
    Optional<ReplicaRef> replica() {
        TargetRef ref = prepared.target().ref();
        return ref instanceof ReplicaRef replica ? Optional.of(replica) : Optional.empty();
    }

    Faults.InForce describe() {
        return new Faults.InForce(
                id(), prepared.type().name(), prepared.target().ref().toString(), prepared.asked());
    }

    synchronized boolean isInForce() {
        return state == State.IN_FORCE;
    }

    private synchronized boolean isUnderWay() {
        return state == State.PREPARED;
    }

    synchronized boolean isEnded() {
        return state == State.ENDED;
    }

    /** Samples the undisturbed target; blocks for about 2 s at most. */
    void before() {
        exposure.baseline();
        meter.before();
    }

    /** Undo on disk, then the journal, then the deed; the first sample is under way when this returns. */
    void inject() {
        exposure.baseline();
        // Whoever ends the arm meanwhile waits until there is a fault that can be taken back.
        ending.lock();
        try {
            run.undoLog().intend(id(), prepared.undo());
            announce();
            driver.inject(prepared);
            synchronized (this) {
                state = State.IN_FORCE;
            }
        } finally {
            ending.unlock();
        }
        run.events().add(new Event.FaultInjected(id().value()));
        meter.during();
        exposure.inForce();
    }

    private synchronized void announce() {
        if (announced) {
            return;
        }
        announced = true;
        run.events()
                .add(new Event.FaultPrepared(
                        id().value(),
                        prepared.type().name(),
                        arguments,
                        prepared.target().ref().toString(),
                        meter.live(),
                        prepared.asked(),
                        undoKinds()));
    }

    private List<String> undoKinds() {
        return driver.endsTarget()
                ? List.of("StartAgain")
                : prepared.undo().steps().stream()
                        .map(step -> step.getClass().getSimpleName())
                        .toList();
    }

    /** The injection did not work: takes back what was done of it. */
    void fail(String why) {
        announce();
        synchronized (this) {
            failed = true;
            // Should a step not work now, the run's last revert tries it again.
            state = State.OVERTAKEN;
        }
        try {
            undoAndRecord(false);
        } finally {
            run.events().add(new Event.FaultFailed(id().value(), why));
            meter.close();
        }
    }

    /** Another part of the same request did not work, before this one was touched. */
    void neverInjected(String why) {
        announce();
        run.events().add(new Event.FaultFailed(id().value(), why));
        synchronized (this) {
            state = State.ENDED;
        }
        meter.close();
    }

    /** A mitigation has replaced the target: evidence and exposure end here. */
    void mitigated(String by) {
        if (overtake()) {
            run.events().add(new Event.FaultMitigated(id().value(), by));
        }
    }

    /** The target vanished, and nobody that we know of did it. */
    void lost(String why) {
        if (overtake()) {
            run.events().add(new Event.FaultLost(id().value(), why));
        }
    }

    private boolean overtake() {
        synchronized (this) {
            if (state != State.IN_FORCE) {
                return false;
            }
            state = State.OVERTAKEN;
        }
        meter.ending();
        return true;
    }

    /**
     * Takes the fault back, unless that has been done. Returns whether it was in force, so that {@link #after} has something to see.
     *
     * @throws FaultFailed if a step could not be done; it may be tried again
     */
    boolean undo() {
        if (driver.endsTarget() && isUnderWay()) {
            // A stop with a long grace: the topology that is about to be closed ends its target anyway.
            return false;
        }
        ending.lock();
        try {
            State was;
            synchronized (this) {
                was = state;
            }
            if (was == State.ENDED || was == State.PREPARED) {
                return false;
            }
            if (was == State.IN_FORCE) {
                meter.ending();
                exposure.inForce();
            }
            undoAndRecord(was == State.IN_FORCE);
            if (was == State.OVERTAKEN) {
                meter.close();
            }
            return was == State.IN_FORCE;
        } finally {
            ending.unlock();
        }
    }

    /** Does the undo's steps, last to first, each tried even if another failed. */
    private void undoAndRecord(boolean wasInForce) {
        List<String> results = new ArrayList<>();
        boolean complete = true;
        boolean nothingLeft = true;
        List<UndoStep> steps = prepared.undo().steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            UndoResult result = stubborn(steps.get(i));
            results.add(steps.get(i).getClass().getSimpleName() + ": " + result);
            complete &= result != UndoResult.RETRY;
            nothingLeft &= result == UndoResult.GONE || result == UndoResult.SUPERSEDED;
        }
        if (driver.endsTarget()) {
            complete &= startAgain(results);
        }
        if (!complete) {
            throw new FaultFailed(name() + " could not be taken back: " + String.join(", ", results));
        }
        boolean worked;
        synchronized (this) {
            state = State.ENDED;
            worked = !failed;
        }
        if (wasInForce && !steps.isEmpty() && nothingLeft) {
            run.events()
                    .add(new Event.FaultLost(
                            id().value(),
                            "somebody had removed it before it was reverted (" + String.join(", ", results) + ")"));
        } else if (worked) {
            run.events().add(new Event.FaultReverted(id().value(), results));
        }
        run.undoLog().done(id());
    }

    private UndoResult stubborn(UndoStep step) {
        UndoResult result = UndoResult.RETRY;
        for (int attempt = 0; attempt < UNDO_TRIES && result == UndoResult.RETRY; attempt++) {
            try {
                result = run.undo().apply(step);
            } catch (RuntimeException e) {
                result = UndoResult.RETRY;
            }
        }
        return result;
    }

    private boolean startAgain(List<String> results) {
        try {
            results.add("StartAgain: " + run.startAgain(prepared.target()).orElse(UndoResult.SUPERSEDED.toString()));
            return true;
        } catch (Cancelled e) {
            // The run is being interrupted: its topology is about to end, and nobody needs the replica any more.
            results.add("StartAgain: not done, " + e.getMessage());
            return true;
        } catch (RuntimeException e) {
            results.add("StartAgain: " + e.getMessage());
            return false;
        }
    }

    /** Samples that the fault is gone, and closes the meter; blocks for about 3 s at most. */
    void after() {
        try {
            meter.after();
        } catch (Cancelled e) {
            // Whether it is gone then stays unknown, which the journal shows by the missing samples.
        } finally {
            meter.close();
        }
    }

    private String name() {
        return prepared.type().name() + " " + id() + " on " + prepared.target().ref();
    }
}
