package dev.blackstart.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.engine.ActivityRunner;
import dev.blackstart.engine.ArmContext;
import dev.blackstart.engine.Dry;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Extension;
import dev.blackstart.experiment.Hypothesis;
import dev.blackstart.experiment.Provider;
import dev.blackstart.experiment.RuntimeSettings;
import dev.blackstart.fault.Reach;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Journal;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import dev.blackstart.load.Counts;
import dev.blackstart.load.SliRecorder;
import dev.blackstart.plan.Plan;
import dev.blackstart.plan.Settings;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.provider.Providers;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.slo.Objective;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.tolerance.Tolerance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sequence of an arm without a system: what is carried out, and what is not. */
class PhasedArmTest {
    private static final Location AT = new Location("test.json", 1, 1, "");
    private static final Duration SOON = Duration.ofSeconds(10);

    private final RunClock clock = new RunClock();
    private final Journal journal = Journal.inMemory(clock);
    private final ManualScheduler scheduler = new ManualScheduler();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final ArmParts parts = new ArmParts();
    private final Cancellation cancellation = new Cancellation();
    private FaultClock faultClock = new FaultClock(Arm.TREATMENT);
    private Optional<Extension.Recovery> recovery = Optional.empty();
    private @Nullable Hypothesis hypothesis;
    private Duration treated = Duration.ZERO;

    @AfterEach
    void endScheduler() {
        scheduler.shutdownNow();
    }

    record Which(@Argument("the act") String act) {}

    /** Says yes to everything but {@code no}, to {@code late} when it is called again, fails at {@code fail}, and never ends at {@code hang}. */
    private final class Play implements NativeFunction<Which> {
        @Override
        public FunctionType<Which> type() {
            return new FunctionType<>("test", "play", Activity.Kind.ACTION, "Plays an act.", Which.class);
        }

        @Override
        public Object call(Which arguments, CallContext context) {
            called.add(arguments.act());
            if (arguments.act().equals("fail")) {
                throw new ActivityFailed("no such service");
            }
            if (arguments.act().equals("late")) {
                return called.size() > 1;
            }
            if (arguments.act().equals("hang")) {
                context.cancellation().sleep(Duration.ofMinutes(1));
            }
            return !arguments.act().equals("no");
        }
    }

    private static Activity.Definition act(String name, boolean judged) {
        Node.Mapping arguments = new Node.Mapping(AT, Map.of("act", new Node.Scalar(AT, name)));
        return new Activity.Definition(
                AT,
                new Node.Mapping(AT, Map.of("name", new Node.Scalar(AT, name))),
                judged ? Activity.Kind.PROBE : Activity.Kind.ACTION,
                name,
                new Provider.Python(AT, "test", "play", arguments, List.of()),
                judged ? new Tolerance.Scalar(AT, true) : null,
                Activity.Pauses.NONE,
                false,
                List.of());
    }

    private static Playbook playbook(Duration within, String verification, String... steps) {
        return new Playbook(
                Path.of("playbook.yaml"),
                "playbook",
                "burns",
                AT,
                "",
                "",
                List.of(act(verification, true)),
                List.of(steps).stream()
                        .map(step -> new Playbook.Step(act(step, false), within))
                        .toList(),
                "");
    }

    /** Windows of one bucket, so that there is next to nothing to wait for. */
    private static Objective objective() {
        return new Objective(
                Path.of("slo.yaml"),
                "winner-rate",
                0.99,
                Objective.Count.FULL,
                null,
                new Objective.BurnRateAlert("burns", 1, Duration.ofMillis(1), Duration.ofMillis(1), "page"));
    }

    private PhasedArm arm(Arm which, Playbook playbook, Optional<Objective> objective) {
        Extension extension = new Extension(
                AT,
                Optional.empty(),
                7,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                recovery,
                new Extension.ControlArm(1),
                Optional.empty(),
                List.of(),
                Extension.Vacuity.INCONCLUSIVE);
        Experiment experiment = new Experiment(
                "test.json",
                new Node.Mapping(AT, Map.of()),
                "t",
                "d",
                List.of(),
                Map.of(),
                Map.of(),
                List.of(),
                hypothesis,
                List.of(),
                List.of(),
                RuntimeSettings.NONE,
                Optional.of(extension));
        Providers providers = new Providers(FunctionRegistry.of(List.of(new Play())), Surroundings.inherited());
        ActivityRunner runner = new ActivityRunner(
                ArmContext.plain(providers, clock, journal.sink(which)),
                new Configuration(Map.of(), Map.of(), List.of()),
                Dry.NONE,
                Map.of());
        return new PhasedArm(
                new Plan(
                        experiment,
                        Optional.empty(),
                        objective,
                        Optional.of(playbook),
                        List.of(),
                        List.of(),
                        Reach.NONE,
                        BlastRadius.UNLIMITED,
                        Settings.NONE),
                extension,
                which,
                parts,
                runner,
                journal.sink(which),
                clock,
                cancellation,
                scheduler,
                faultClock,
                treated);
    }

    private List<Event> events() {
        return journal.entries().stream().map(entry -> entry.event()).toList();
    }

    private List<String> carriedOut(Section section) {
        return events().stream()
                .filter(Event.ActivityStarted.class::isInstance)
                .map(Event.ActivityStarted.class::cast)
                .filter(started -> started.section() == section)
                .map(Event.ActivityStarted::name)
                .toList();
    }

    @Test
    void treatment_verifiesThenCarriesOutEveryStepInOrder() {
        // When
        arm(Arm.TREATMENT, playbook(SOON, "yes", "first", "second"), Optional.empty())
                .afterMethod();
        // Then
        assertThat(carriedOut(Section.VERIFICATION)).containsExactly("yes");
        assertThat(carriedOut(Section.PLAYBOOK)).containsExactly("first", "second");
        assertThat(events())
                .containsSubsequence(
                        new Event.PhaseEntered(Phase.DEGRADED),
                        new Event.PhaseEntered(Phase.MITIGATING),
                        new Event.PhaseEntered(Phase.RECOVERED));
    }

    @Test
    void control_withholdsThePlaybook() {
        // When
        arm(Arm.CONTROL, playbook(SOON, "yes", "first"), Optional.empty()).afterMethod();
        // Then
        assertThat(called).isEmpty();
        assertThat(events()).containsExactly(new Event.PhaseEntered(Phase.OBSERVED));
    }

    @Test
    void control_isObservedForAsLongAsTheTreatmentWas() {
        // Given
        parts.sli = new SliRecorder(40, null, clock.instant(), journal.sink(Arm.CONTROL));
        recovery = Optional.of(new Extension.Recovery(AT, Duration.ofSeconds(1), Duration.ofSeconds(1)));
        treated = Duration.ofMinutes(1);
        List<Duration> awaited = new ArrayList<>();
        journal.listen(entry -> {
            if (entry.event() instanceof Event.Awaiting awaiting) {
                awaited.add(awaiting.atMost());
                cancellation.cancel("seen enough");
            }
        });
        // When
        assertThatThrownBy(() -> arm(Arm.CONTROL, playbook(SOON, "yes", "first"), Optional.of(objective()))
                        .afterMethod())
                .isInstanceOf(Cancelled.class);
        // Then
        assertThat(awaited)
                .singleElement()
                .satisfies(atMost -> assertThat(atMost).isGreaterThan(Duration.ofSeconds(58)));
    }

    @Test
    void treatmentThatTookFiveSeconds_hasBeenObservedForFive() {
        // Given
        Instant start = clock.instant();
        Event effect =
                new Event.FaultSample("f1", Event.Moment.DURING, start, Duration.ofMillis(10), true, true, "SERVING");
        // When
        faultClock.entry(new Entry(1, start.plusMillis(10), Arm.TREATMENT, effect));
        faultClock.entry(new Entry(2, start.plusSeconds(5), Arm.TREATMENT, new Event.PhaseEntered(Phase.REVERTED)));
        // Then
        assertThat(faultClock.observed()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void steadyStateAfterAFaultThatWasMitigatedLongAgo_isAskedAgain() {
        // Given
        Instant longAgo = clock.instant().minusSeconds(60);
        hypothesis = new Hypothesis("h", List.of(act("late", true)), List.of());
        faultClock.entry(new Entry(1, longAgo, Arm.TREATMENT, new Event.FaultInjected("f1")));
        faultClock.entry(new Entry(2, longAgo, Arm.TREATMENT, new Event.FaultMitigated("f1", "restart")));
        // When
        arm(Arm.TREATMENT, playbook(SOON, "yes", "first"), Optional.empty()).afterRollbacks();
        // Then
        assertThat(called).containsExactly("late", "late");
    }

    @Test
    void verificationThatIsNotMet_letsNoStepRun() {
        // When
        arm(Arm.TREATMENT, playbook(SOON, "no", "first"), Optional.empty()).afterMethod();
        // Then
        assertThat(called).containsExactly("no");
        assertThat(carriedOut(Section.PLAYBOOK)).isEmpty();
    }

    @Test
    void stepThatFails_isTheLast() {
        // When
        arm(Arm.TREATMENT, playbook(SOON, "yes", "fail", "second"), Optional.empty())
                .afterMethod();
        // Then
        assertThat(called).containsExactly("yes", "fail");
    }

    @Test
    void stepThatTakesLongerThanItMay_isStopped_andTheLast() {
        // When
        arm(Arm.TREATMENT, playbook(Duration.ofMillis(50), "yes", "hang", "second"), Optional.empty())
                .afterMethod();
        // Then
        assertThat(called).containsExactly("yes", "hang");
        assertThat(events())
                .filteredOn(event -> event instanceof Event.ActivityEnded ended && ended.section() == Section.PLAYBOOK)
                .singleElement()
                .satisfies(ended ->
                        assertThat(((Event.ActivityEnded) ended).status()).isNull());
    }

    @Test
    void alertThatFiresDuringTheBaseline_isNoBaseline() {
        // Given
        FixedSli sli = new FixedSli(clock);
        sli.counts = new Counts(0, 0, 0, 40);
        parts.alert = new AlertWatch(
                objective(),
                600,
                sli,
                journal.sink(Arm.TREATMENT),
                clock,
                clock.instant().minusSeconds(1),
                scheduler);
        scheduler.tick();
        // When
        boolean held = arm(Arm.TREATMENT, playbook(SOON, "yes", "first"), Optional.empty())
                .baselineHeld();
        // Then
        assertThat(held).isFalse();
        assertThat(events()).doesNotContain(new Event.PhaseEntered(Phase.FAULT));
    }

    private AbortWatch watching(boolean met) {
        Providers providers = new Providers(FunctionRegistry.of(List.of(new Play())), Surroundings.inherited());
        ActivityRunner runner = new ActivityRunner(
                ArmContext.plain(providers, clock, journal.sink(Arm.TREATMENT)),
                new Configuration(Map.of(), Map.of(), List.of()),
                Dry.NONE,
                Map.of());
        AbortWatch watch = new AbortWatch(
                List.of(act(met ? "yes" : "no", true)),
                runner,
                journal.sink(Arm.TREATMENT),
                clock,
                cancellation,
                scheduler);
        parts.aborts = watch;
        scheduler.tick();
        return watch;
    }

    @Test
    void abortConditionThatIsMetDuringTheBaseline_isNoBaseline() {
        try (AbortWatch watch = watching(true)) {
            // When
            boolean held = arm(Arm.TREATMENT, playbook(SOON, "yes", "first"), Optional.empty())
                    .baselineHeld();
            // Then
            assertThat(held).isFalse();
            assertThat(watch.isDecided()).isTrue();
            assertThat(events()).doesNotContain(new Event.PhaseEntered(Phase.FAULT));
            assertThat(cancellation.isCancelled()).isFalse();
        }
    }

    @Test
    void abortConditionThatIsNotMet_isLookedAtBeforeTheFault_andUntilItIsReverted() {
        try (AbortWatch watch = watching(false)) {
            // When
            PhasedArm arm = arm(Arm.TREATMENT, playbook(SOON, "yes", "first"), Optional.empty());
            boolean held = arm.baselineHeld();
            // Then
            assertThat(held).isTrue();
            assertThat(watch.isDecided()).isTrue();
            assertThat(called).containsExactly("no");
            // When
            arm.afterRollbacks();
            scheduler.tick();
            // Then
            assertThat(called).containsExactly("no");
        }
    }
}
