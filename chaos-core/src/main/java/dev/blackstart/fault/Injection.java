package dev.blackstart.fault;

import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * One fault on one target, from when it is prepared until it is gone. Thread-safe: whoever ends it first, ends it; the others wait
 * until it has. Whatever touches the target does so under one lock; a state is left only for a later one, but for a pulse's pauses.
 */
final class Injection<C extends Record> {
    private static final Duration LONGEST_GIVING_UP = Duration.ofSeconds(2);
    private static final Duration LONGEST_DEED = Duration.ofSeconds(30);

    private final FaultDriver<C> driver;
    private final Prepared<C> prepared;
    private final Meter meter;
    private final Exposure exposure;
    private final Surroundings run;
    private final Terms terms;
    private final FaultEvents events;
    private final Growth<C> growth;
    private final Aftermath aftermath;

    private final Deeds deeds;

    // Guarded by this.
    private State state = State.PREPARED;

    private enum State {
        /** Nothing has been done. */
        PREPARED,
        /** Its undo is on disk. */
        INTENDED,
        /** The driver is at it, or has failed half way. */
        BEGUN,
        IN_FORCE,
        /** In the pause of a pulse. */
        AWAY,
        /** A mitigation replaced the target, or the target vanished by itself; its undo still has to be done. */
        OVERTAKEN,
        /** Its injection failed, or was given up; its undo still has to be done. */
        GIVEN_UP,
        ENDED
    }

    Injection(
            FaultDriver<C> driver,
            Prepared<C> prepared,
            Meter meter,
            Exposure exposure,
            Surroundings run,
            Terms terms) {
        this.driver = driver;
        this.prepared = prepared;
        this.meter = meter;
        this.exposure = exposure;
        this.run = run;
        this.terms = terms;
        this.aftermath = new Aftermath(meter);
        this.deeds = new Deeds(run.host().clock());
        this.growth = new Growth<>(driver, prepared, terms.schedule());
        this.events = new FaultEvents(run.events(), prepared, terms, meter.live(), driver.isTakenBackByStart());
    }

    FaultId id() {
        return prepared.id();
    }

    String group() {
        return terms.group();
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

    boolean isTakenBackByStart() {
        return driver.isTakenBackByStart();
    }

    boolean altersStart() {
        return driver.altersStart();
    }

    /** What exactly it is on, and as what. */
    String thing() {
        return prepared.type().conflictKey() + " " + prepared.thing();
    }

    /** Whether it goes with the process that it is on, as a pause does; a file stays. */
    boolean isOnIncarnation() {
        return prepared.thing().equals(prepared.target().incarnation().unique());
    }

    /** As what it is on its target. */
    String conflictKey() {
        return driver.conflictKey(prepared.config());
    }

    /** The replica that the fault is on; empty for a link. */
    Optional<ReplicaRef> replica() {
        TargetRef ref = prepared.target().ref();
        return ref instanceof ReplicaRef replica ? Optional.of(replica) : Optional.empty();
    }

    Faults.InForce describe() {
        return new Faults.InForce(id(), terms.fault(), prepared.target().ref().toString(), prepared.asked());
    }

    /** Also in the pauses of a pulse. */
    synchronized boolean isInForce() {
        return state == State.IN_FORCE || state == State.AWAY;
    }

    synchronized boolean isEnded() {
        return state == State.ENDED;
    }

    private synchronized State state() {
        return state;
    }

    /** Goes from one state to another; false, and nothing has changed, when it was in none of these. */
    private synchronized boolean goes(State to, State... from) {
        boolean goes = List.of(from).contains(state);
        state = goes ? to : state;
        return goes;
    }

    /** What has to be on disk before the deed. */
    IntendedFault intent() {
        return terms.intent(prepared);
    }

    /** It is on disk. */
    void intended() {
        goes(State.INTENDED, State.PREPARED);
        events.announce(growth.now());
    }

    /** Samples the undisturbed target; blocks for about 2 s at most. */
    void before() {
        exposure.sample();
        meter.before();
    }

    /** The deed, after {@link #intended}; the first sample is under way when this returns. */
    void inject() {
        // Whoever ends the arm meanwhile waits until there is a fault that can be taken back.
        deeds.begin();
        try {
            exposure.sample();
            if (!goes(State.BEGUN, State.INTENDED)) {
                throw new Cancelled("the injection of " + name() + " was given up");
            }
            driver.inject(growth.now(), run.host());
            run.undoLog().check();
            if (!goes(State.IN_FORCE, State.BEGUN)) {
                throw new Cancelled("the injection of " + name() + " was given up");
            }
            events.injected();
            meter.during();
            exposure.begin();
        } finally {
            takeBackWhatNobodyWaitedFor();
            deeds.end();
        }
    }

    /** The driver came to its end after it had been given up. What does not work here the run's last revert tries again. */
    private void takeBackWhatNobodyWaitedFor() {
        if (state() == State.GIVEN_UP) {
            try {
                undoAndRecord(false, false);
            } catch (RuntimeException e) {
                LoggerFactory.getLogger(Injection.class).debug("left to the last revert", e);
            }
        }
    }

    /** The fault is away for a while, as its schedule has it; its undo stays on disk. */
    void suspend() {
        whileInForce(() -> {
            exposure.end();
            Instant at = run.host().clock().instant();
            Undoing undoing = new Undoing(run);
            undoing.steps(prepared.undo());
            String results = String.join(", ", undoing.results());
            if (!undoing.isComplete()) {
                lost("it could not be taken away for its pause (" + results + ")");
            } else if (undoing.foundNothing()) {
                lost("somebody had removed it before its pause (" + results + ")");
            } else if (goes(State.AWAY, State.IN_FORCE)) {
                events.adjusted(at, false, growth.now());
            }
        });
    }

    /** It is there again. */
    void resume() {
        whileInForce(() -> {
            exposure.sample();
            driver.inject(growth.now(), run.host());
            run.undoLog().check();
            if (goes(State.IN_FORCE, State.AWAY)) {
                events.adjusted(run.host().clock().instant(), true, growth.now());
                exposure.begin();
            }
        });
    }

    /** There is more of it. */
    void grow() {
        whileInForce(() -> {
            growth.grow(run.host());
            meter.adjusted(growth.now().config());
            events.adjusted(run.host().clock().instant(), true, growth.now());
        });
    }

    private void whileInForce(Runnable change) {
        deeds.begin();
        try {
            if (isInForce()) {
                change.run();
            }
        } catch (Cancelled e) {
            // The run is about to revert it.
            throw e;
        } catch (RuntimeException e) {
            lost("it could not follow its schedule: " + e.getMessage());
        } finally {
            deeds.end();
        }
    }

    /** It was prepared and no more, and is not needed any more. */
    void discard() {
        goes(State.ENDED, State.PREPARED);
        aftermath.close();
    }

    /**
     * This part of a request, or another one, did not work: takes back what was done of it. Waits for two seconds at most for an
     * injection that is still under way, which then takes itself back at its end.
     *
     * @throws FaultFailed if a step could not be done; the run's last revert tries it again
     */
    void abandon(String why) {
        boolean mine = deeds.begin(LONGEST_GIVING_UP);
        try {
            if (isInForce()) {
                undo();
                aftermath.close();
            } else if (!isEnded()) {
                events.announce(growth.now());
                giveUp(why, mine);
            }
        } finally {
            if (mine) {
                deeds.end();
            }
        }
    }

    /** @param mine whether the driver is not at it any more */
    private void giveUp(String why, boolean mine) {
        try {
            if (goes(State.ENDED, State.PREPARED)) {
                return;
            }
            if (goes(State.ENDED, State.INTENDED)) {
                run.undoLog().done(id());
            } else if (goes(State.GIVEN_UP, State.BEGUN) && mine) {
                undoAndRecord(false, false);
            }
        } finally {
            events.failed(why);
            aftermath.close();
        }
    }

    /** A playbook step has been carried out, which may have replaced what the fault is on. */
    void stepped(String by) {
        if (isInForce() && driver.isOvertaken(prepared)) {
            mitigated(by);
        }
    }

    /** A mitigation has replaced the target: evidence and exposure end here. */
    void mitigated(String by) {
        if (goes(State.OVERTAKEN, State.IN_FORCE, State.AWAY)) {
            meter.ending();
            events.mitigated(by);
        }
    }

    /** The target vanished, and nobody that we know of did it. */
    void lost(String why) {
        if (goes(State.OVERTAKEN, State.IN_FORCE, State.AWAY)) {
            meter.ending();
            events.lost(why);
        }
    }

    /**
     * Takes the fault back, unless that has been done. Returns whether it was in force, so that there is something to see afterwards.
     * Waits for two seconds at most for an injection that is under way, and for half a minute for anything else.
     *
     * @throws FaultFailed if a step could not be done; it may be tried again
     */
    boolean undo() {
        if (driver.isTakenBackByStart() && prepared.undo().steps().isEmpty() && state() == State.BEGUN) {
            // A stop with a long grace: the topology that is about to be closed ends its target anyway.
            return false;
        }
        if (!deeds.begin(state() == State.BEGUN ? LONGEST_GIVING_UP : LONGEST_DEED)) {
            // Whenever the driver comes to its end, it finds that out.
            goes(State.GIVEN_UP, State.BEGUN);
            throw new FaultFailed(name() + " could not be taken back: its driver is still at it");
        }
        try {
            State was = state();
            boolean inForce = was == State.IN_FORCE || was == State.AWAY;
            if (!inForce && was != State.OVERTAKEN && was != State.GIVEN_UP) {
                return false;
            }
            if (inForce) {
                meter.ending();
                exposure.end();
            }
            undoAndRecord(was == State.IN_FORCE, was != State.GIVEN_UP);
            if (!inForce) {
                aftermath.close();
            }
            return inForce;
        } finally {
            deeds.end();
        }
    }

    /**
     * @param there whether it must be there to be found
     * @param worked whether it has ever been in force: of one that failed nothing more is said
     */
    private void undoAndRecord(boolean there, boolean worked) {
        Undoing undoing = new Undoing(run);
        undoing.takeBack(prepared, driver);
        String results = String.join(", ", undoing.results());
        if (!undoing.isComplete()) {
            throw new FaultFailed(name() + " could not be taken back: " + results);
        }
        synchronized (this) {
            state = State.ENDED;
        }
        if (there && undoing.foundNothing()) {
            events.lost("somebody had removed it before it was reverted (" + results + ")");
        } else if (worked) {
            events.reverted(undoing.results());
        }
        run.undoLog().done(id());
    }

    Aftermath aftermath() {
        return aftermath;
    }

    /** Waits for whoever has ended the fault to have seen that it is gone; a fault that has not ended is not waited for. */
    void awaitOver() {
        if (isEnded()) {
            aftermath.await();
        }
    }

    private String name() {
        return terms.fault() + " " + id() + " on " + prepared.target().ref();
    }
}
