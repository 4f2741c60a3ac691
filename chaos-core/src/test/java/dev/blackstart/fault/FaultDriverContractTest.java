package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.heal.UndoExecutor;
import dev.blackstart.journal.Event;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.link.LinkControl;
import dev.blackstart.report.Evidence;
import dev.blackstart.report.EvidenceFold;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every fault driver must do, on a real server behind a real proxy: a process, unless {@link #system} says otherwise. Whoever writes a driver extends this and gets it green. What
 * the target is like is seen by a client of its own, never through the driver's meter.
 *
 * @param <C> the driver's configuration
 */
public abstract class FaultDriverContractTest<C extends Record> {
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final String SOMEBODY = "somebody-else";

    private final RecordedRun run = new RecordedRun();
    private final SmallSystem topology = system();
    private final ActiveFaults faults = run.faults(topology);
    private final ScheduledExecutorService traffic = Executors.newScheduledThreadPool(4);

    /** What it is tried on; closed after each test. Called before the fields of a subclass are there. */
    protected SmallSystem system() {
        return new TwoServices();
    }

    protected abstract FaultDriver<C> driver();

    protected abstract C config();

    protected abstract TargetRef target();

    /** Whether a client that knows nothing of Blackstart feels the fault now. */
    protected abstract boolean isFelt(long millisOfOneRequest);

    /** Whether it has been felt by now: a fault may be over when its injection returns. */
    protected boolean wasFelt() {
        return isFelt();
    }

    /** How long it takes until a sample can show the effect. */
    protected Duration showsAfter() {
        return Duration.ofMillis(150);
    }

    /** How many samples of it there will be. */
    protected int samples() {
        return 3;
    }

    /** The system of processes that it is, unless {@link #system} says otherwise. */
    final TwoServices topology() {
        return (TwoServices) topology;
    }

    /** Whether the revert leaves a restarted target, so that there is no undo step to look at. */
    private boolean isStartedAgain() {
        return driver().isTakenBackByStart();
    }

    @BeforeEach
    void systemUnderLoad() {
        for (int i = 0; i < 4; i++) {
            var unused = traffic.scheduleWithFixedDelay(() -> topology.ask(1_000), i * 10L, 40, TimeUnit.MILLISECONDS);
        }
        // The first requests of a new process on a busy machine may take as long as a fault.
        Awaitility.await().atMost(SOON).until(() -> !isFelt());
    }

    @AfterEach
    void nothingIsLeft() {
        traffic.shutdownNow();
        faults.close();
        topology.close();
        run.close();
    }

    /** The same, by whatever a foreign observer can see. */
    protected boolean isFelt() {
        return isFelt(topology.ask(1_500));
    }

    private FaultRequest request(FaultDriver<C> driver) {
        return new FaultRequest(driver, config(), List.of(target()), Optional.of("f1"), Optional.empty());
    }

    private AlteredDriver<C> recorded() {
        return new AlteredDriver<>(driver(), (real, fault, host) -> {
            run.deed("inject " + fault.id() + (isFelt() ? " too late" : ""));
            real.inject(fault, host);
        });
    }

    @Test
    void inject_undoIsKeptBeforeTheDeed() {
        // When
        faults.inject(request(recorded()));
        // Then
        assertThat(run.deeds).containsExactly("intend f1", "inject f1");
        List<UndoStep> steps = run.undoOf(new FaultId("f1")).steps();
        assertThat(steps.isEmpty()).isEqualTo(isStartedAgain() && kind() == Service.Kind.PROCESS);
    }

    /** What the server is: who heals ends a run's own processes, and leaves somebody else's container. */
    private Service.Kind kind() {
        return topology.replica(topology.behind()).service().kind();
    }

    /** A plan prints the kinds before there is anything to prepare. */
    @Test
    void undoKinds_areThoseOfThePreparedSteps() {
        // When
        List<UndoStep> steps = driver().prepare(new FaultId("f1"), config(), Targets.now(topology, target()))
                .undo()
                .steps();
        // Then
        assertThat(steps.stream().map(step -> step.getClass().getSimpleName()).distinct())
                .containsExactlyInAnyOrderElementsOf(driver().undoKinds(kind()));
    }

    @Test
    void inject_isFeltByAForeignClient_whenItReturns() {
        // When
        faults.inject(request(driver()));
        // Then
        assertThat(wasFelt()).isTrue();
        assertThat(faults.inForce())
                .singleElement()
                .satisfies(fault -> assertThat(fault.id().value()).isEqualTo("f1"));
    }

    @Test
    void revert_isNoLongerFelt_andTheUndoIsDone() {
        // Given
        faults.inject(request(driver()));
        // When
        faults.revert(new FaultId("f1"));
        // Then
        assertThat(isFelt()).isFalse();
        assertThat(run.deeds).containsExactly("intend f1", "done f1");
        assertThat(run.events(Event.FaultReverted.class)).hasSize(1);
    }

    @Test
    void revert_twice_isDoneOnce() {
        // Given
        faults.inject(request(driver()));
        faults.revert(new FaultId("f1"));
        // When
        faults.revert(new FaultId("f1"));
        // Then
        assertThat(run.events(Event.FaultReverted.class)).hasSize(1);
    }

    @Test
    void undoSteps_doneBySomebodyElse_thenFindNothingToDo() {
        // Given
        faults.inject(request(driver()));
        List<UndoStep> steps = run.undoOf(new FaultId("f1")).steps();
        for (UndoStep step : steps) {
            assertThat(UndoExecutor.carryOut(step)).isEqualTo(ofEachStep());
        }
        // When
        List<UndoResult> again = steps.stream().map(UndoExecutor::carryOut).toList();
        // Then
        assertThat(again).doesNotContain(UndoResult.REVERTED, UndoResult.RETRY);
    }

    /** What can be seen of the system by those who look for it; the same before the fault and after its undo. */
    protected List<String> trace() {
        return topology.trace();
    }

    private void assertAsItWas(List<String> before) {
        assertThat(Trace.settled(this::trace, before)).isEqualTo(before);
    }

    /** As a fresh process does, which knows no more than the steps; what comes back by a start has none. */
    final Map<UndoStep, UndoResult> undo() {
        Map<UndoStep, UndoResult> results = new LinkedHashMap<>();
        List<UndoStep> steps = run.undoOf(new FaultId("f1")).steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            results.put(steps.get(i), UndoExecutor.carryOut(steps.get(i)));
        }
        if (isStartedAgain()) {
            faults.revert(new FaultId("f1"));
        }
        return results;
    }

    @Test
    void undo_leavesEverythingAsItWas() {
        // Given
        List<String> before = trace();
        faults.inject(request(driver()));
        // When
        undo();
        // Then
        assertAsItWas(before);
    }

    /**
     * As an operator does who mitigates: the link is switched over and gets a toxic; the replica is started again, and stopped where the
     * fault is not about starts.
     */
    protected void somebodyElseChangesIt() {
        if (target() instanceof LinkRef) {
            LinkControl proxy = LinkControl.of(topology.link(topology.through()).incarnation());
            if (!proxy.setEnabled(false)) {
                proxy.setEnabled(true);
            }
            proxy.addLatency(SOMEBODY, Duration.ofMillis(1), Duration.ZERO, true);
        } else if (!isStartedAgain()) {
            topology.restart(topology.behind(), Duration.ZERO, new Cancellation());
            topology.stopInItsTracks();
        } else if (!topology.startUnaltered(topology.behind(), new Cancellation())) {
            topology.startAgain(topology.behind(), new Cancellation());
        }
    }

    /** What can be seen of that change, and of nothing else. */
    protected List<String> changed() {
        return target() instanceof LinkRef ? Trace.link(topology, SOMEBODY) : topology.traceOfReplica();
    }

    @Test
    void undo_afterSomebodyElseChangedIt_leavesItAlone() {
        // Given
        faults.inject(request(driver()));
        somebodyElseChangesIt();
        List<String> changed = changed();
        // When
        Map<UndoStep, UndoResult> results = undo();
        // Then
        assertThat(changed()).isNotEmpty().isEqualTo(changed);
        assertThat(results).doesNotContainValue(UndoResult.RETRY);
        results.forEach(this::assertLeftAlone);
    }

    /** What is to be true of a step after that, beside what can be seen of the change. */
    protected void assertLeftAlone(UndoStep step, UndoResult result) {}

    /** What each of its steps comes to while it is in force. */
    protected UndoResult ofEachStep() {
        return UndoResult.REVERTED;
    }

    final void inject() {
        faults.inject(request(driver()));
    }

    @Test
    void inject_sameDriverOnSameTarget_isRefused() {
        // Given
        faults.inject(request(driver()));
        FaultRequest second =
                new FaultRequest(driver(), config(), List.of(target()), Optional.of("f2"), Optional.empty());
        // When / Then
        assertThatThrownBy(() -> faults.inject(second))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining(target().toString())
                .hasMessageContaining("already in force");
        assertThat(faults.inForce()).hasSize(1);
    }

    @Test
    void inject_failsAfterTheDeed_takesItBack() {
        // Given
        List<String> before = trace();
        AlteredDriver<C> failing = new AlteredDriver<>(driver(), (real, fault, host) -> {
            real.inject(fault, host);
            throw new IllegalStateException("half way");
        });
        // When
        assertThatThrownBy(() -> faults.inject(request(failing)))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("half way");
        // Then
        assertThat(isFelt()).isFalse();
        assertAsItWas(before);
        assertThat(run.deeds).containsExactly("intend f1", "done f1");
        assertThat(run.events(Event.FaultFailed.class)).hasSize(1);
        assertThat(faults.inForce()).isEmpty();
    }

    @Test
    void evidence_ofARealFault_isThere() {
        // Given
        faults.inject(request(driver()));
        Awaitility.await().atMost(SOON).until(() -> run.shown() >= samples() && run.trafficSamples() >= 4);
        // When
        faults.revert(new FaultId("f1"));
        // Then
        Evidence evidence = evidence();
        assertThat(evidence.missing()).isEmpty();
        assertThat(evidence.gone()).as(evidence.sentence()).isEqualTo(Evidence.Gone.YES);
        assertThat(evidence.clock()).isPresent();
        assertThat(Duration.between(run.injectedAt(), evidence.clock().get()))
                .as("the first sample is sent when the injection returns")
                .isBetween(Duration.ofMillis(-1), showsAfter());
    }

    @Test
    void evidence_whereInjectDoesNothing_saysNo() {
        // Given
        faults.inject(request(new AlteredDriver<>(driver(), (real, fault, host) -> {})));
        Awaitility.await().atMost(SOON).until(() -> run.during() >= samples());
        // When
        faults.revert(new FaultId("f1"));
        // Then
        assertThat(evidence().effect()).isFalse();
        assertThat(evidence().missing().orElse("")).contains("no effect");
    }

    @Test
    void inject_inPulses_isFeltInTurnAndMeasuredInTheSpellsOnly() {
        Schedule.Pulse pulse = new Schedule.Pulse(Duration.ofMillis(2_500), Duration.ofSeconds(2));
        if (isStartedAgain()) {
            assertRefused(Map.of("pulse", Map.of("on", "2500ms", "off", "2s")));
            return;
        }
        // Given
        FaultRequest pulsing = scheduled(pulse);
        // When
        faults.inject(pulsing);
        // Then
        assertThat(isFelt()).isTrue();
        Awaitility.await().atMost(SOON).until(() -> run.adjusted(false) == 1);
        Awaitility.await().atMost(Duration.ofMillis(1_500)).until(() -> !isFelt());
        Awaitility.await().atMost(SOON).until(() -> run.adjusted(true) == 1);
        assertThat(isFelt()).isTrue();
        Awaitility.await().atMost(SOON).until(() -> run.adjusted(false) == 2);
        faults.revert(new FaultId("f1"));
        assertThat(run.deeds).containsExactly("intend f1", "done f1");
        assertThat(run.events(Event.FaultLost.class)).isEmpty();
        assertThat(evidence().missing()).isEmpty();
    }

    @Test
    void inject_alongARamp_growsToWhatWasAskedAndIsMeasured() {
        if (!(driver() instanceof AdjustableFault)) {
            assertRefused(Map.of("ramp", Map.of("over", "2s", "steps", 4)));
            return;
        }
        // Given
        FaultRequest growing = scheduled(new Schedule.Ramp(Duration.ofSeconds(2), 4));
        // When
        faults.inject(growing);
        // Then
        assertThat(isFelt()).as("all of it at the first step").isFalse();
        Awaitility.await().atMost(SOON).until(() -> run.adjusted(true) == 3);
        assertThat(isFelt()).isTrue();
        Awaitility.await().atMost(SOON).until(() -> evidence().during().count() >= 4);
        faults.revert(new FaultId("f1"));
        assertThat(isFelt()).isFalse();
        assertThat(evidence().missing()).isEmpty();
        assertThat(evidence().gone()).isEqualTo(Evidence.Gone.YES);
    }

    private FaultRequest scheduled(Schedule schedule) {
        return new FaultRequest(
                "blackstart.fault." + driver().type().func(),
                FaultRequest.parts(driver(), config(), List.of(target())),
                Optional.of("f1"),
                Optional.empty(),
                Optional.empty(),
                schedule,
                false);
    }

    /** A schedule that the fault cannot follow is refused when it is planned. */
    private void assertRefused(Map<String, Object> schedule) {
        FaultArguments arguments = new FaultArguments(
                target().toString(),
                config(),
                Optional.empty(),
                "all",
                Optional.empty(),
                Optional.of(schedule),
                Optional.empty());
        assertThatThrownBy(() -> new FaultFunction(driver()).plan(arguments, topology.declared()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "schedule: blackstart.fault." + driver().type().func());
    }

    @Test
    void inject_withDuration_endsByItself() {
        // Given
        FaultRequest brief = new FaultRequest(
                driver(), config(), List.of(target()), Optional.of("f1"), Optional.of(Duration.ofMillis(600)));
        // When
        faults.inject(brief);
        // Then
        Awaitility.await().atMost(SOON).until(() -> run.deeds.contains("done f1"));
        assertThat(isFelt()).isFalse();
        if (!isStartedAgain()) {
            assertThat(Duration.between(run.injectedAt(), run.at(Event.FaultReverted.class)))
                    .isBetween(Duration.ofMillis(590), Duration.ofMillis(850));
        }
    }

    private Evidence evidence() {
        return EvidenceFold.of(run.entries(), "f1");
    }
}
