package dev.blackstart.fault;

import dev.blackstart.journal.Event;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One fault on one target, from the moment it is prepared until it is gone. Thread-safe: whoever ends it first, ends it; the others
 * wait until it has.
 */
final class Injection<C extends Record> {
    private static final Duration LONGEST_GIVING_UP = Duration.ofSeconds(2);
    private static final Duration LONGEST_AFTER = Duration.ofSeconds(6);

    private final FaultDriver<C> driver;
    private final Prepared<C> prepared;
    private final Meter meter;
    private final Exposure exposure;
    private final Surroundings run;
    private final Terms terms;
    private final Growth<C> growth;
    private final ReentrantLock ending = new ReentrantLock();
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

    // Guarded by this.
    private State state = State.PREPARED;
    private boolean announced;
    private boolean intended;
    private boolean touched;
    private boolean failed;
    private boolean suspended;

    private enum State {
        /** Not injected, or only half way. */
        PREPARED,
        IN_FORCE,
        /** A mitigation replaced the target, or the target vanished by itself; its undo still has to be done. */
        OVERTAKEN,
        ENDED
    }

    /**
     * What was asked for.
     *
     * @param fault what the file calls it
     * @param duration after which it ends by itself; empty: when it is reverted
     * @param group the id of the request, which all its parts share
     * @param composite whether those parts are one fault
     */
    record Terms(
            String fault,
            Map<String, @Nullable Object> arguments,
            Optional<Duration> duration,
            Optional<Duration> lease,
            String group,
            boolean composite,
            Schedule schedule) {}

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
        this.growth = new Growth<>(driver, prepared, terms.schedule());
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
        return conflictKey() + " " + prepared.thing();
    }

    /** A playbook step has been carried out, which may have replaced what the fault is on. */
    void stepped(String by) {
        if (isInForce() && driver.isOvertaken(prepared)) {
            mitigated(by);
        }
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
        return new Faults.InForce(id(), terms.fault(), prepared.target().ref().toString(), prepared.asked());
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

    /** The undo goes to the disk, then the fault into the journal. */
    void intend() {
        exposure.baseline();
        run.undoLog()
                .intend(new IntendedFault(
                        id().value(),
                        prepared.target().ref().toString(),
                        prepared.thing(),
                        conflictKey(),
                        terms.duration(),
                        Optional.of(Leases.of(terms.lease(), Debugger.canStopUs())),
                        Optional.of(prepared.type().lifetime() == FaultType.Lifetime.WITH_RUNNER),
                        prepared.undo()));
        synchronized (this) {
            intended = true;
        }
        announce();
    }

    /** The deed, after {@link #intend}; the first sample is under way when this returns. */
    void inject() {
        // Whoever ends the arm meanwhile waits until there is a fault that can be taken back.
        ending.lock();
        try {
            synchronized (this) {
                checkNotAbandoned();
                touched = true;
            }
            driver.inject(growth.now(), run.host());
            run.undoLog().check();
            synchronized (this) {
                checkNotAbandoned();
                state = State.IN_FORCE;
            }
            run.events().add(new Event.FaultInjected(id().value()));
            meter.during();
            exposure.inForce();
        } finally {
            ending.unlock();
        }
    }

    /** A driver that would not listen may come to its end long after; then the run's last revert takes it back. */
    private void checkNotAbandoned() {
        if (state != State.PREPARED) {
            state = touched ? State.OVERTAKEN : State.ENDED;
            throw new Cancelled("the injection of " + name() + " was given up");
        }
    }

    private synchronized void announce() {
        if (announced) {
            return;
        }
        announced = true;
        run.events()
                .add(new Event.FaultPrepared(
                        id().value(),
                        terms.fault(),
                        terms.arguments(),
                        prepared.target().ref().toString(),
                        meter.live(),
                        prepared.asked(),
                        undoKinds(),
                        expected(growth.now()),
                        terms.composite() ? terms.group() : null));
    }

    private Event.Expected expected(Prepared<C> now) {
        return now.type().effect().expected(now.config(), meter.live());
    }

    /** The fault is away for a while, as its schedule has it; its undo stays on disk. */
    void suspend() {
        whileInForce(() -> {
            exposure.inForce();
            adjusted(false);
            Undoing undoing = new Undoing(run);
            undoing.steps(prepared.undo());
            if (undoing.foundNothing()) {
                lost("somebody had removed it before its pause (" + String.join(", ", undoing.results()) + ")");
            }
            synchronized (this) {
                suspended = true;
            }
        });
    }

    /** It is there again. */
    void resume() {
        whileInForce(() -> {
            synchronized (this) {
                suspended = false;
            }
            driver.inject(growth.now(), run.host());
            run.undoLog().check();
            exposure.inForce();
            adjusted(true);
        });
    }

    /** There is more of it. */
    void grow() {
        whileInForce(() -> {
            growth.grow(run.host());
            meter.adjusted(growth.now().config());
            adjusted(true);
        });
    }

    private void whileInForce(Runnable change) {
        ending.lock();
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
            ending.unlock();
        }
    }

    private void adjusted(boolean inForce) {
        Prepared<C> now = growth.now();
        run.events().add(new Event.FaultAdjusted(id().value(), inForce, now.asked(), expected(now)));
    }

    private List<String> undoKinds() {
        return driver.isTakenBackByStart()
                ? List.of("StartAgain")
                : prepared.undo().steps().stream()
                        .map(step -> step.getClass().getSimpleName())
                        .toList();
    }

    /**
     * This part of a request, or another one, did not work: takes back what was done of it. Waits for two seconds at most for an
     * injection that is still under way.
     *
     * @throws FaultFailed if a step could not be done; the run's last revert tries it again
     */
    void abandon(String why) {
        boolean mine = tryLock();
        try {
            if (isInForce()) {
                undo();
                finish();
            } else if (!isEnded()) {
                announce();
                takeBack(why);
            }
        } finally {
            if (mine) {
                ending.unlock();
            }
        }
    }

    private boolean tryLock() {
        try {
            return ending.tryLock(LONGEST_GIVING_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void takeBack(String why) {
        boolean untouched;
        synchronized (this) {
            failed = true;
            untouched = !touched;
            state = untouched ? State.ENDED : State.OVERTAKEN;
        }
        try {
            if (!untouched) {
                undoAndRecord(false);
            } else if (isIntended()) {
                run.undoLog().done(id());
            }
        } finally {
            run.events().add(new Event.FaultFailed(id().value(), why));
            finish();
        }
    }

    private synchronized boolean isIntended() {
        return intended;
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
        if (driver.isTakenBackByStart() && isUnderWay()) {
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
                finish();
            }
            return was == State.IN_FORCE;
        } finally {
            ending.unlock();
        }
    }

    private void undoAndRecord(boolean wasInForce) {
        Undoing undoing = new Undoing(run);
        undoing.steps(prepared.undo());
        if (driver.isTakenBackByStart()) {
            undoing.startAgain(prepared.target(), driver.altersStart());
        }
        if (!undoing.isComplete()) {
            throw new FaultFailed(name() + " could not be taken back: " + String.join(", ", undoing.results()));
        }
        boolean worked;
        boolean away;
        synchronized (this) {
            state = State.ENDED;
            worked = !failed;
            away = suspended;
        }
        if (wasInForce && !away && undoing.foundNothing()) {
            run.events()
                    .add(new Event.FaultLost(
                            id().value(),
                            "somebody had removed it before it was reverted (" + String.join(", ", undoing.results())
                                    + ")"));
        } else if (worked) {
            run.events().add(new Event.FaultReverted(id().value(), undoing.results()));
        }
        run.undoLog().done(id());
    }

    /** Samples that the fault is gone, and closes the meter; blocks for about 3 s at most. */
    void after() {
        try {
            meter.after();
        } catch (Cancelled e) {
            // Whether it is gone then stays unknown, which the journal shows by the missing samples.
        } finally {
            finish();
        }
    }

    /** Nothing more is measured. Idempotent. */
    void finish() {
        meter.close();
        over.complete(null);
    }

    /** Waits for whoever has ended the fault to have seen that it is gone; a fault that has not ended is not waited for. */
    void awaitOver() {
        if (!isEnded()) {
            return;
        }
        try {
            over.get(LONGEST_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Whether it is gone then stays unknown, which the journal shows by the missing samples.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String name() {
        return terms.fault() + " " + id() + " on " + prepared.target().ref();
    }
}
