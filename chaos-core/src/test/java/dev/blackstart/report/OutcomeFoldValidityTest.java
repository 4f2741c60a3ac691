package dev.blackstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be judged, and what must not be green: an injection at 10 s, felt from 10.3 s on, over at 30 s. */
class OutcomeFoldValidityTest {
    private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Declared ALL = declared(List.of("p"), "burns", "failover", Duration.ofSeconds(5));
    private static final Declared WITHOUT_PLAYBOOK = declared(List.of("p"), "burns", null, Duration.ofSeconds(5));
    private static final Declared NOTHING_JUDGED = declared(List.of(), null, null, null);

    private final List<Entry> entries = new ArrayList<>();
    private Arm arm = Arm.TREATMENT;
    private long armBegins;

    private static Declared declared(
            List<String> degradation, @Nullable String alert, @Nullable String playbook, @Nullable Duration hold) {
        return new Declared(
                true,
                "kv",
                degradation,
                alert,
                alert == null ? null : Duration.ofSeconds(8),
                600,
                "full",
                null,
                alert == null ? null : 0.99,
                playbook,
                List.of(),
                hold == null ? null : Duration.ofSeconds(10),
                hold,
                playbook == null ? 0 : 1);
    }

    private Instant at(long millis) {
        return ZERO.plusMillis(armBegins + millis);
    }

    private void add(long millis, Event event) {
        entries.add(new Entry(entries.size() + 1L, at(millis), arm, event));
    }

    private void begin(Declared declared) {
        begin(declared, Map.of());
    }

    private void begin(Declared declared, Map<String, @Nullable Object> document) {
        entries.add(new Entry(
                1,
                ZERO,
                Arm.RUN,
                new Event.RunStarted(1, "r", "x.json", "", "t", 7, "", "", "Linux", "host", document, declared)));
        baseline();
    }

    private void baseline() {
        add(0, new Event.LoadStarted(40, Duration.ofSeconds(1)));
        add(1_000, new Event.PhaseEntered(Phase.BASELINE));
        add(8_000, new Event.PhaseEntered(Phase.FAULT));
    }

    private void controlArm() {
        arm = Arm.CONTROL;
        armBegins = 100_000;
        baseline();
    }

    /** @param prepared when the deed begins; the first effect comes at 10.3 s, whatever it takes */
    private void fault(long prepared) {
        add(
                prepared,
                new Event.FaultPrepared(
                        "f1",
                        "blackstart.fault.pause",
                        Map.of(),
                        "kv#1",
                        "process",
                        "paused",
                        List.of(),
                        new Event.Expected(false, true)));
        add(10_290, new Event.FaultInjected("f1"));
        for (long sent = 10_300; sent < 29_900; sent += 250) {
            sample(Moment.DURING, sent, false, true, "pid 7 stopped");
        }
    }

    private void sample(Moment moment, long millis, boolean ok, boolean shows, String detail) {
        add(millis, new Event.FaultSample("f1", moment, at(millis), Duration.ZERO, ok, shows, detail));
    }

    private void reverted() {
        reverted(30_000);
    }

    private void reverted(long millis) {
        add(millis - 100, new Event.PhaseEntered(Phase.REVERTED));
        add(millis, new Event.FaultReverted("f1", List.of()));
        for (int i = 1; i <= 3; i++) {
            sample(Moment.AFTER, millis + 100L * i, true, false, "pid 7 running");
        }
    }

    /** 40 answers a second, none of them good from {@code down} to {@code up}. */
    private void load(long down, long up) {
        for (long start = 100; start < 45_000; start += 100) {
            boolean good = start < down || start >= up;
            add(start + 100, new Event.LoadBucket(at(start), good ? 4 : 0, good ? 0 : 4, 0, 0));
        }
    }

    /** No answer came in that time, not even a bad one; to be said after {@link #load}. */
    private void silence(long from, long to) {
        entries.replaceAll(entry -> entry.event() instanceof Event.LoadBucket bucket
                        && !bucket.start().isBefore(at(from))
                        && bucket.start().isBefore(at(to))
                ? new Entry(entry.seq(), entry.at(), entry.arm(), new Event.LoadBucket(bucket.start(), 0, 0, 0, 0))
                : entry);
    }

    private void alert(long millis) {
        add(millis, new Event.AlertFired("burns"));
    }

    private void evaluated(Section section, long from, long to, @Nullable Boolean met, List<String> exception) {
        add(from, new Event.EvaluationStarted(section, 1));
        add(
                to,
                new Event.ActivityEnded(
                        1,
                        section,
                        "p",
                        exception.isEmpty() ? "succeeded" : "failed",
                        0.5,
                        exception,
                        at(from),
                        at(to),
                        met,
                        null));
        add(to, new Event.EvaluationEnded(section));
    }

    private void degraded(long from, long to, boolean met) {
        evaluated(Section.DEGRADATION, from, to, met, List.of());
    }

    private void step(long from, long to) {
        add(from, new Event.ActivityStarted(9, Section.PLAYBOOK, "fail over", Map.of(), false));
        add(
                to,
                new Event.ActivityEnded(
                        9, Section.PLAYBOOK, "fail over", "succeeded", null, List.of(), at(from), at(to), null, null));
    }

    private void methodActivity(String module, String status, List<String> exception) {
        add(
                8_100,
                new Event.ActivityStarted(
                        3,
                        Section.METHOD,
                        "hurt it",
                        Map.of("provider", Map.of("type", "python", "module", module)),
                        false));
        add(
                8_200,
                new Event.ActivityEnded(
                        3, Section.METHOD, "hurt it", status, null, exception, at(8_100), at(8_200), null, null));
    }

    /** A treatment whose playbook brings full answers back at 13 s, and a control arm in which they stay away. */
    private void proven() {
        begin(ALL);
        fault(10_000);
        degraded(10_400, 11_400, true);
        alert(11_440);
        step(11_500, 12_500);
        load(10_300, 13_000);
        reverted();
        controlArm();
        fault(10_000);
        alert(11_440);
        load(10_300, 36_000);
        reverted(36_000);
    }

    private Outcome outcome() {
        List<Entry> inOrder = new ArrayList<>(entries);
        inOrder.sort(Comparator.comparing(Entry::at));
        return OutcomeFold.of(inOrder);
    }

    private void assertInconclusive(String topic, String sentence) {
        Outcome outcome = outcome();
        assertThat(outcome.verdict()).as(outcome.reason()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.findings().get(0).topic()).as(outcome.reason()).isEqualTo(topic);
        assertThat(outcome.reason()).contains(sentence);
    }

    @Test
    void everythingAsItShouldBe_isProven() {
        // Given
        proven();
        // When / Then
        assertThat(outcome().proof()).as(outcome().reason()).isEqualTo(Proof.PROVEN);
        assertThat(outcome().verdict()).isEqualTo(Verdict.HELD);
    }

    @Test
    void alertBetweenMethodAndDeed_isAnUnmetGate() {
        // Given: the samples before an injection take more than a second, and the alert fires among them.
        begin(WITHOUT_PLAYBOOK);
        alert(9_000);
        fault(10_000);
        degraded(10_400, 11_400, true);
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertInconclusive("gate", "was already firing before any fault");
    }

    @Test
    void alertWhileTheFaultIsBeingInjected_isDetectedAtOnceAndNeverEarlier() {
        // Given: a stop that drains for eight seconds hurts long before the exit, its effect, is there.
        begin(WITHOUT_PLAYBOOK);
        fault(2_000);
        alert(6_300);
        degraded(10_400, 11_400, true);
        load(2_000, 30_000);
        reverted();
        // When
        Outcome outcome = outcome();
        // Then
        assertThat(outcome.verdict()).as(outcome.reason()).isEqualTo(Verdict.HELD);
        assertThat(outcome.times().detect()).contains(Duration.ZERO);
        assertThat(outcome.findings())
                .extracting(Finding::sentence)
                .contains("The alert 'burns' fired while the fault was being injected");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noFaultWasMeasured_isInconclusive_whetherTheAlertFiredOrNot(boolean fires) {
        // Given: whatever hurt the system was a process or an http action.
        begin(WITHOUT_PLAYBOOK);
        methodActivity("os", "succeeded", List.of());
        if (fires) {
            alert(11_000);
        }
        degraded(10_400, 11_400, true);
        // When / Then
        assertInconclusive("fault", "No fault was measured");
    }

    @Test
    void noFaultAndOnlyAHypothesis_isJudgedByTheHypothesis() {
        // Given
        begin(NOTHING_JUDGED);
        evaluated(Section.HYPOTHESIS_AFTER, 20_000, 20_100, true, List.of());
        // When / Then
        assertThat(outcome().verdict()).isEqualTo(Verdict.HELD);
        assertThat(outcome().reason()).isEqualTo("The steady state held after the method");
    }

    @Test
    void faultThatWasRefused_isInconclusiveWithItsMessage() {
        // Given: it was refused before there was anything to prepare.
        begin(NOTHING_JUDGED);
        methodActivity(
                "blackstart.fault",
                "failed",
                List.of("Traceback\n", "ActivityFailed: kv#1 is not running, so no fault can be injected into it\n"));
        evaluated(Section.HYPOTHESIS_AFTER, 20_000, 20_100, true, List.of());
        // When / Then
        assertInconclusive("fault", "The fault action 'hurt it' failed: ActivityFailed: kv#1 is not running");
    }

    @Test
    void dryRun_isInconclusive() {
        // Given
        begin(NOTHING_JUDGED, Map.of("dry", "probes"));
        fault(10_000);
        load(10_300, 30_000);
        evaluated(Section.HYPOTHESIS_AFTER, 20_000, 20_100, true, List.of());
        reverted();
        // When / Then
        assertInconclusive("run", "its probes were left out");
    }

    @Test
    void runWithoutPauses_isJudged() {
        // Given
        begin(NOTHING_JUDGED, Map.of("dry", "pause"));
        evaluated(Section.HYPOTHESIS_AFTER, 20_000, 20_100, true, List.of());
        // When / Then
        assertThat(outcome().verdict()).isEqualTo(Verdict.HELD);
    }

    @Test
    void interruptedControlArm_isAnInterruptedRun_whateverTheTreatmentCameTo() {
        // Given
        proven();
        add(20_000, new Event.RunInterrupted("SIGINT"));
        // When
        Outcome outcome = outcome();
        // Then
        assertInconclusive("run", "The run was interrupted (SIGINT)");
        assertThat(outcome.findings()).hasSize(1);
        assertThat(outcome.proof()).isEqualTo(Proof.NONE);
    }

    @Test
    void replicaThatNeverAnswersAgain_isInconclusiveWithWhatWasSeen() {
        // Given
        begin(NOTHING_JUDGED);
        fault(10_000);
        load(10_300, 30_000);
        evaluated(Section.HYPOTHESIS_AFTER, 20_000, 20_100, true, List.of());
        add(30_000, new Event.FaultReverted("f1", List.of()));
        sample(Moment.AFTER, 30_100, false, false, "pid 7 running, timeout");
        // When / Then
        assertInconclusive("fault", "whether its effect is gone is not known: pid 7 running, timeout");
        assertThat(outcome().evidence().get(0).sentence())
                .endsWith("not known whether it is gone (pid 7 running, timeout)");
    }

    @Test
    void samplesAfterTheRevertRemoved_isInconclusive() {
        // Given
        begin(NOTHING_JUDGED);
        fault(10_000);
        load(10_300, 30_000);
        evaluated(Section.HYPOTHESIS_AFTER, 20_000, 20_100, true, List.of());
        add(30_000, new Event.FaultReverted("f1", List.of()));
        // When / Then
        assertInconclusive("fault", "is not known: nothing was measured afterwards");
    }

    @Test
    void nothingDeclared_isInconclusive() {
        // Given
        begin(NOTHING_JUDGED);
        fault(10_000);
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertInconclusive("run", "Nothing was judged: declare a steady-state hypothesis");
        assertThat(outcome().exitCode()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"9000, 10200", "30100, 31000", "29500, 30100"})
    void degradationThatWasMetWhileThereWasNoFault_isInconclusive(long from, long to) {
        // Given: before the first effect, after the revert, or begun before it and ended after.
        begin(WITHOUT_PLAYBOOK);
        fault(9_000);
        alert(11_440);
        degraded(from, to, true);
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertInconclusive("degradation", "never evaluated while the fault was felt");
    }

    @Test
    void degradationThatWasUnmetAfterTheRevert_isNoDegradation() {
        // Given
        begin(WITHOUT_PLAYBOOK);
        fault(10_000);
        alert(11_440);
        degraded(10_400, 11_400, true);
        degraded(30_100, 31_000, false);
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertThat(outcome().verdict()).as(outcome().reason()).isEqualTo(Verdict.HELD);
    }

    private void answered(String probe, @Nullable String status, @Nullable Boolean met, @Nullable String unclear) {
        add(
                11_000,
                new Event.ActivityEnded(
                        1, Section.DEGRADATION, probe, status, 0.5, List.of(), at(10_900), at(11_000), met, unclear));
    }

    @Test
    void degradationWithOneProbeUnclearAndOneUnmet_isDeviatedByTheUnmetOne() {
        // Given
        begin(WITHOUT_PLAYBOOK);
        fault(10_000);
        alert(11_440);
        add(10_900, new Event.EvaluationStarted(Section.DEGRADATION, 2));
        answered("first", "succeeded", null, "only 3 answers");
        answered("second", "succeeded", false, null);
        add(11_000, new Event.EvaluationEnded(Section.DEGRADATION));
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertThat(outcome().verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(outcome().reason()).endsWith("probe 'second' gave 0.5");
    }

    @Test
    void degradationProbeThatDidNotSucceed_isNotMet_whateverIsSaidOfItsTolerance() {
        // Given
        begin(WITHOUT_PLAYBOOK);
        fault(10_000);
        alert(11_440);
        add(10_900, new Event.EvaluationStarted(Section.DEGRADATION, 1));
        answered("p", "failed", true, null);
        add(11_000, new Event.EvaluationEnded(Section.DEGRADATION));
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertInconclusive("degradation", "During the fault, probe 'p' failed");
    }

    @Test
    void degradationProbeThatThrows_isInconclusiveWithTheReason() {
        // Given
        begin(WITHOUT_PLAYBOOK);
        fault(10_000);
        alert(11_440);
        evaluated(Section.DEGRADATION, 10_400, 11_400, false, List.of("ActivityFailed: no such file\n"));
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertInconclusive("degradation", "probe 'p' failed: ActivityFailed: no such file");
    }

    @Test
    void verificationThatThrows_saysNothingOfThePlaybook() {
        // Given
        begin(ALL);
        fault(10_000);
        degraded(10_400, 11_400, true);
        alert(11_440);
        evaluated(Section.VERIFICATION, 11_500, 11_600, false, List.of("ActivityFailed: no such file\n"));
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertInconclusive("playbook", "was not carried out: of its verification, probe 'p' failed");
    }

    @Test
    void degradationProbeThatThrows_isToldBeforeThatThereIsNoControlArm() {
        // Given
        proven();
        entries.removeIf(entry -> entry.arm() == Arm.CONTROL);
        arm = Arm.TREATMENT;
        armBegins = 0;
        evaluated(Section.DEGRADATION, 11_405, 11_430, false, List.of("ActivityFailed: no such file\n"));
        // When / Then
        assertInconclusive("degradation", "probe 'p' failed");
        assertThat(outcome().proof()).isEqualTo(Proof.UNPROVEN);
    }

    @Test
    void hypothesisThatNobodyLookedAtDuringTheFault_saysNothingOfIt() {
        // Given
        begin(NOTHING_JUDGED);
        fault(10_000);
        load(10_300, 30_000);
        reverted();
        evaluated(Section.HYPOTHESIS_AFTER, 36_000, 36_100, true, List.of());
        // When / Then
        assertInconclusive(
                "hypothesis",
                "The steady state held, but nobody looked at it during the fault, which was over by then");
    }

    @Test
    void hypothesisThatIsLookedAtDuringTheFault_isJudged() {
        // Given
        begin(NOTHING_JUDGED);
        fault(10_000);
        load(10_300, 30_000);
        reverted();
        evaluated(Section.HYPOTHESIS_AFTER, 20_000, 20_100, true, List.of());
        // When / Then
        assertThat(outcome().verdict()).as(outcome().reason()).isEqualTo(Verdict.HELD);
    }

    @Test
    void hypothesisThatIsMetWhileTheLoadGotNoAnswers_saysNothing() {
        // Given: at most 100 answers a second, and there were none.
        begin(NOTHING_JUDGED);
        fault(10_000);
        load(10_300, 30_000);
        silence(18_000, 30_000);
        reverted();
        evaluated(Section.HYPOTHESIS_AFTER, 20_000, 20_100, true, List.of());
        // When / Then
        assertInconclusive(
                "hypothesis",
                "The steady state held, but no request of the load came to an end while it was looked at");
    }

    @Test
    void hypothesisThatIsNotMetWhileTheLoadGotNoAnswers_isDeviated() {
        // Given
        begin(NOTHING_JUDGED);
        fault(10_000);
        load(10_300, 30_000);
        silence(18_000, 30_000);
        reverted();
        evaluated(Section.HYPOTHESIS_AFTER, 20_000, 20_100, false, List.of());
        // When / Then
        assertThat(outcome().verdict()).isEqualTo(Verdict.DEVIATED);
    }

    @Test
    void degradationThatIsMetWhileTheLoadGotNoAnswers_saysNothing() {
        // Given
        begin(declared(List.of("p"), null, null, null));
        fault(10_000);
        degraded(14_000, 15_000, true);
        load(10_300, 30_000);
        silence(11_000, 30_000);
        reverted();
        // When / Then
        assertInconclusive("degradation", "no request of the load came to an end while they were evaluated");
    }

    @ParameterizedTest
    @CsvSource({
        "10_500, INCONCLUSIVE, 'did not fire, and could not have: its window never had 10 answers after the fault began'",
        "12_000, DEVIATED, 'did not fire within 8.00 s of the fault'"
    })
    void alertWhoseWindowHadNoAnswers_couldNotHaveFired(String silentFrom, Verdict verdict, String why) {
        // Given: an effect at 10.3 s, and 40 answers a second until there are none.
        begin(new Declared(
                true,
                "kv",
                List.of(),
                "burns",
                Duration.ofSeconds(8),
                600,
                "full",
                null,
                0.99,
                null,
                List.of(),
                null,
                null,
                0,
                List.of(),
                Duration.ofMillis(500),
                null));
        fault(10_000);
        load(10_300, 30_000);
        silence(Long.parseLong(silentFrom.replace("_", "")), 30_000);
        reverted();
        // When / Then
        assertThat(outcome().verdict()).as(outcome().reason()).isEqualTo(verdict);
        assertThat(outcome().reason()).contains("The alert 'burns' " + why);
    }

    @Test
    void hypothesisAfterTheFaultHasEnded_isNotSaidToHaveHeldUnderIt() {
        // Given
        begin(WITHOUT_PLAYBOOK);
        fault(10_000);
        alert(11_440);
        degraded(10_400, 11_400, true);
        load(10_300, 30_000);
        reverted();
        evaluated(Section.HYPOTHESIS_AFTER, 36_000, 36_100, true, List.of());
        // When / Then
        assertThat(outcome().findings())
                .extracting(Finding::sentence)
                .contains("The steady state held after the method, when the fault was over");
    }

    @Test
    void hypothesisWhoseLastProbeAnswersAfterTheFault_isNotSaidToHaveHeldUnderIt() {
        // Given
        begin(WITHOUT_PLAYBOOK);
        fault(10_000);
        alert(11_440);
        degraded(10_400, 11_400, true);
        load(10_300, 30_000);
        reverted();
        evaluated(Section.HYPOTHESIS_AFTER, 29_500, 30_100, true, List.of());
        // When / Then
        assertThat(outcome().findings())
                .extracting(Finding::sentence)
                .contains("The steady state held after the method, when the fault was over");
    }

    @Test
    void degradationProbeThatWasUnmetBeforeTheFaultEnded_isDeviated_alsoIfItsEvaluationWasCutShort() {
        // Given
        begin(WITHOUT_PLAYBOOK);
        fault(10_000);
        alert(11_440);
        degraded(10_400, 11_400, true);
        add(28_000, new Event.EvaluationStarted(Section.DEGRADATION, 2));
        add(
                29_000,
                new Event.ActivityEnded(
                        1, Section.DEGRADATION, "p", "succeeded", 0.5, List.of(), at(28_000), at(29_000), false, null));
        add(30_100, new Event.EvaluationEnded(Section.DEGRADATION));
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertThat(outcome().verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(outcome().reason()).contains("did not degrade the way it promised");
    }

    @Test
    void controlArmWhoseAlertFiresTooLate_provesNothing() {
        // Given
        proven();
        entries.removeIf(entry -> entry.arm() == Arm.CONTROL && entry.event() instanceof Event.AlertFired);
        alert(19_000);
        // When / Then
        assertInconclusive("control", "in the control arm the alert did not fire in time");
    }

    @Test
    void controlArmThatWasHardlyLookedAt_provesNothing() {
        // Given: reverted three seconds after the effect; a system that recovers by itself in five would not have been
        // seen.
        proven();
        entries.removeIf(entry -> entry.arm() == Arm.CONTROL && isOfItsSecondHalf(entry));
        load(10_300, 13_300);
        reverted(13_300);
        // When / Then
        assertInconclusive("control", "the control arm was observed for only 2.90 s of at least 23.0 s");
    }

    private boolean isOfItsSecondHalf(Entry entry) {
        Event event = entry.event();
        return event instanceof Event.LoadBucket
                || (event instanceof Event.PhaseEntered entered && entered.phase() == Phase.REVERTED)
                || event instanceof Event.FaultReverted
                || (event instanceof Event.FaultSample && entry.at().isAfter(at(13_000)));
    }

    private static boolean isOfTheStep(Event event) {
        return event instanceof Event.ActivityStarted
                || (event instanceof Event.ActivityEnded ended && ended.section() == Section.PLAYBOOK);
    }

    @Test
    void controlArmWithoutAFault_provesNothing() {
        // Given
        proven();
        entries.removeIf(entry -> entry.arm() == Arm.CONTROL
                && (entry.event() instanceof Event.FaultPrepared
                        || entry.event() instanceof Event.FaultInjected
                        || entry.event() instanceof Event.FaultSample));
        // When / Then
        assertInconclusive("control", "in the control arm, no fault was measured");
    }

    @Test
    void controlArmWhoseSteadyStateNobodyLookedAt_provesNothing() {
        // Given
        proven();
        arm = Arm.TREATMENT;
        armBegins = 0;
        evaluated(Section.HYPOTHESIS_BEFORE, 7_000, 7_100, true, List.of());
        // When / Then
        assertInconclusive("control", "in the control arm nobody looked at the steady state before the fault");
    }

    @Test
    void shallowControlArm_provesNothing_alsoWhereTheTreatmentWasDownForLessThanASecond() {
        // Given: the step began 0.9 s after the first effect, and by then nothing was well.
        proven();
        entries.removeIf(entry -> entry.arm() == Arm.CONTROL
                ? entry.event() instanceof Event.LoadBucket
                : entry.event() instanceof Event.AlertFired || isOfTheStep(entry.event()));
        for (long start = 100; start < 45_000; start += 100) {
            boolean well = start < 10_300 || start >= 36_000;
            add(start + 100, new Event.LoadBucket(at(start), well ? 4 : 2, well ? 0 : 2, 0, 0));
        }
        arm = Arm.TREATMENT;
        armBegins = 0;
        alert(11_000);
        step(11_200, 12_500);
        // When / Then
        assertInconclusive("control", "the control arm was not hit as hard");
    }

    @Test
    void replacedTarget_isNotSaidToHaveBeenUnderTheFault() {
        // Given
        proven();
        arm = Arm.TREATMENT;
        armBegins = 0;
        add(12_400, new Event.FaultMitigated("f1", "restart kv"));
        // When / Then
        assertThat(outcome().proof()).as(outcome().reason()).isEqualTo(Proof.PROVEN);
        assertThat(outcome().reason()).contains("by replacing what the fault was on");
    }

    @Test
    void summaryOfAReasonWithLinesOfALog_hasTheSentenceOnOneLine() {
        // Given
        begin(ALL);
        add(
                100,
                new Event.RunAborted(
                        "kv#1 ended with status 7 before it was ready\nits last lines:\n    no such file"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // When
        Summary.print(
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                outcome(),
                Path.of("runs/r"),
                List.of("events.jsonl"),
                Path.of("journal.json"));
        // Then
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsSequence(
                        "INCONCLUSIVE: The run was given up: kv#1 ended with status 7 before it was ready.",
                        "  its last lines:",
                        "      no such file");
    }

    @Test
    void summaryOfTwoArms_saysWhichFaultWasInTheControlArm() {
        // Given
        proven();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // When
        Summary.print(
                new PrintStream(bytes, true, StandardCharsets.UTF_8),
                outcome(),
                Path.of("runs/r"),
                List.of("events.jsonl", "logs", "logs-control"),
                Path.of("journal.json"));
        // Then
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.startsWith("  fault "))
                .satisfiesExactly(
                        line -> assertThat(line).contains("  pause on kv#1"),
                        line -> assertThat(line).contains("  in the control arm, pause on kv#1"));
    }

    private void adjusted(long millis, boolean inForce) {
        add(millis, new Event.FaultAdjusted("f1", inForce, "paused", new Event.Expected(false, true)));
    }

    @Test
    void whatAProbeSawInThePauseOfAPulse_isNotUnderTheFault() {
        // Given: there for two seconds, then away until the end; the probes looked when it was away
        begin(declared(List.of("p"), null, null, null));
        fault(10_000);
        adjusted(12_500, false);
        degraded(14_000, 15_000, true);
        load(10_300, 12_500);
        reverted();
        // When / Then
        assertInconclusive("degradation", "never evaluated while the fault was felt");
    }

    @Test
    void whatAProbeSawWhenThePulseWasBack_isUnderTheFault() {
        // Given
        begin(declared(List.of("p"), null, null, null));
        fault(10_000);
        adjusted(12_500, false);
        adjusted(13_500, true);
        degraded(14_000, 15_000, true);
        load(10_300, 12_500);
        reverted();
        // When / Then
        assertThat(outcome().verdict()).as(outcome().reason()).isEqualTo(Verdict.HELD);
    }

    @Test
    void activityOfTheMethodThatFailed_leavesNothingHeld() {
        // Given
        begin(declared(List.of("p"), null, null, null));
        methodActivity("some.module", "failed", List.of("ConnectException: refused"));
        fault(10_000);
        degraded(10_400, 11_400, true);
        load(10_300, 30_000);
        reverted();
        // When / Then
        assertInconclusive("method", "'hurt it' of the method failed: ConnectException: refused");
    }
}
