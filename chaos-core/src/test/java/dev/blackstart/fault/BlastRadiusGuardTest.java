package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Location;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.experiment.BlastRadius.Limit;
import dev.blackstart.journal.Event;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Injections that a plan could not see coming, on services of four replicas each. */
class BlastRadiusGuardTest {
    private static final ReplicaRef A1 = new ReplicaRef("a", 1);
    private static final ReplicaRef A2 = new ReplicaRef("a", 2);
    private static final ReplicaRef A3 = new ReplicaRef("a", 3);
    private static final ReplicaRef B1 = new ReplicaRef("b", 1);

    private final RecordedRun run = new RecordedRun();
    private Optional<ActiveFaults> faults = Optional.empty();

    @AfterEach
    void close() {
        faults.ifPresent(ActiveFaults::close);
        run.close();
    }

    private static <T> Optional<Limit<T>> limit(T most, String name) {
        return Optional.of(new Limit<>(most, new Location("x.yaml", 7, 1, "blast-radius." + name)));
    }

    private static BlastRadius replicas(long most) {
        return new BlastRadius(
                Optional.empty(),
                Optional.empty(),
                limit(most, "replicas"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private ActiveFaults faults(BlastRadius allowed) {
        ActiveFaults made = new ActiveFaults(
                new NamedTopology(),
                "",
                new BlastRadiusGuard(allowed, service -> 4, 40),
                run,
                step -> UndoResult.REVERTED,
                run,
                Host.here(run.clock, run.cancellation),
                run.scheduler,
                7);
        faults = Optional.of(made);
        return made;
    }

    private FaultRequest request(String id, Optional<Duration> duration, TargetRef... targets) {
        ScriptedDriver driver =
                new ScriptedDriver(fault -> run.deed("inject " + fault.id()), new ScriptedDriver.BlindMeter());
        return new FaultRequest(driver, new ScriptedDriver.Nothing(), List.of(targets), Optional.of(id), duration);
    }

    private void assertRefused(ActiveFaults on, FaultRequest request, String message) {
        int deeds = run.deeds.size();
        assertThatThrownBy(() -> on.inject(request))
                .isInstanceOf(FaultFailed.class)
                .hasMessage(message);
        assertThat(run.deeds).as("nothing is touched").hasSize(deeds);
    }

    @Test
    void moreReplicasThanAllowed_areRefusedInOneSentence_andNothingIsTouched() {
        assertRefused(
                faults(replicas(1)),
                request("r", Optional.empty(), A1, A2),
                "blackstart.fault.nothing on [a#1, a#2] is refused: the faults hit 2 replicas (a#1, a#2),"
                        + " the blast radius allows 1 (x.yaml:7 blast-radius.replicas)");
        assertThat(run.events(Event.FaultPrepared.class)).isEmpty();
    }

    @Test
    void replicasCountOverTheWholeRun_alsoThoseThatAreHitNoMore() {
        // Given
        ActiveFaults faults = faults(replicas(1));
        faults.inject(request("first", Optional.empty(), A1));
        faults.revert(new FaultId("first"));
        // When / Then
        faults.inject(request("again", Optional.empty(), A1));
        assertRefused(
                faults,
                request("other", Optional.empty(), A2),
                "blackstart.fault.nothing on [a#2] is refused: the faults hit 2 replicas (a#1, a#2),"
                        + " the blast radius allows 1 (x.yaml:7 blast-radius.replicas)");
    }

    @Test
    void shareOfAService_isWhatIsInForceAtATime() {
        // Given
        ActiveFaults faults = faults(new BlastRadius(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                limit(0.5, "share"),
                Optional.empty(),
                Optional.empty()));
        faults.inject(request("one", Optional.empty(), A1));
        faults.inject(request("two", Optional.empty(), A2, B1));
        // When / Then
        assertRefused(
                faults,
                request("three", Optional.empty(), A3),
                "blackstart.fault.nothing on [a#3] is refused: the faults hit 3 of 4 replicas of a at a time,"
                        + " the blast radius allows 50% of a service (x.yaml:7 blast-radius.share)");
        // When / Then: one of them is over.
        faults.revert(new FaultId("one"));
        faults.inject(request("three", Optional.empty(), A3));
    }

    @Test
    void everythingElseThatGoesTooFar_isToldAtOnce() {
        assertRefused(
                faults(new BlastRadius(
                        limit(List.of("b"), "services"),
                        limit(1L, "services"),
                        Optional.empty(),
                        Optional.empty(),
                        limit(Duration.ofSeconds(30), "duration"),
                        limit(20.0, "rate"))),
                request("r", Optional.of(Duration.ofSeconds(31)), A1, B1),
                "blackstart.fault.nothing on [a#1, b#1] is refused: the faults reach beyond the blast radius: a not in"
                        + " [b] (x.yaml:7 blast-radius.services); the faults hit 2 services (a, b), the blast radius"
                        + " allows 1 (x.yaml:7 blast-radius.services); blackstart.fault.nothing is in force for 31s,"
                        + " the blast radius allows 30s (x.yaml:7 blast-radius.duration); the load is 40 requests/s,"
                        + " the blast radius allows 20 (x.yaml:7 blast-radius.rate)");
    }

    @Test
    void faultThatWasRefused_hasTakenNeitherItsIdNorItsTarget() {
        // Given
        ActiveFaults faults = faults(replicas(1));
        assertThatThrownBy(() -> faults.inject(request("r", Optional.empty(), A1, A2)))
                .isInstanceOf(FaultFailed.class);
        // When / Then
        assertThat(faults.inject(request("r", Optional.empty(), A2))).containsExactly(new FaultId("r"));
    }
}
