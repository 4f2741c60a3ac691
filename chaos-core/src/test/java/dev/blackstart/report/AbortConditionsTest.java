package dev.blackstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Courses in which abort conditions were met, or could not be looked at: the fault is prepared at 8.1 s, and over at 28 s. */
class AbortConditionsTest {
    /** As the run resolves {@code {"type": "range", "range": [0, 0.5]}}. */
    private static final Map<String, @Nullable Object> AT_MOST_HALF =
            Map.of("type", "range", "range", List.of(0L, 0.5));

    private final Course course = new Course();
    private final List<Entry> extra = new ArrayList<>();
    private boolean faultPhase = true;

    private void checked(Course.Half half, long millis, @Nullable Object output, @Nullable String unclear) {
        extra.add(new Entry(
                0,
                half.at(millis),
                half.arm,
                new Event.AbortChecked(
                        "too few answers",
                        half.at(millis - 10),
                        output,
                        unclear,
                        null,
                        unclear == null ? AT_MOST_HALF : null)));
    }

    /** Looked at every second, and never met, where nothing else is said. */
    private void quiet(Course.Half half, long from, long to) {
        for (long millis = from; millis < to; millis += 1000) {
            checked(half, millis, 0.9, null);
        }
    }

    private void interrupted(Course.Half half, long millis, String reason) {
        extra.add(new Entry(0, half.at(millis), half.arm, new Event.RunInterrupted(reason)));
    }

    private List<Entry> entries() {
        List<Entry> all = new ArrayList<>(extra);
        for (Entry entry : course.entries()) {
            if (entry.event() instanceof Event.RunStarted started) {
                all.add(new Entry(entry.seq(), entry.at(), entry.arm(), withCondition(started)));
            } else if (faultPhase || isBeforeTheFault(entry)) {
                all.add(entry);
            }
        }
        all.sort(Comparator.comparing(Entry::at));
        return all;
    }

    private static boolean isBeforeTheFault(Entry entry) {
        return entry.arm() == Arm.TREATMENT
                && (entry.event() instanceof Event.LoadBucket
                        || entry.event() instanceof Event.LoadStarted
                        || (entry.event() instanceof Event.PhaseEntered entered
                                && entered.phase().compareTo(Phase.FAULT) < 0)
                        || (entry.event() instanceof Event.ActivityEnded ended
                                && ended.section() == Section.HYPOTHESIS_BEFORE)
                        || (entry.event() instanceof Event.EvaluationStarted began
                                && began.section() == Section.HYPOTHESIS_BEFORE)
                        || (entry.event() instanceof Event.EvaluationEnded ended2
                                && ended2.section() == Section.HYPOTHESIS_BEFORE));
    }

    private Event.RunStarted withCondition(Event.RunStarted run) {
        Declared old = run.declared();
        Declared declared = new Declared(
                old.extension(),
                old.workload(),
                old.degradation(),
                old.alert(),
                old.alertWithin(),
                old.timeScale(),
                old.sli(),
                old.fastWithin(),
                old.objective(),
                old.playbook(),
                old.steps(),
                old.recoveryWithin(),
                old.recoveryHold(),
                old.controlRuns(),
                List.of("too few answers"),
                null,
                null);
        return new Event.RunStarted(
                run.format(),
                run.run(),
                run.source(),
                run.sha256(),
                run.title(),
                run.seed(),
                run.blackstart(),
                run.java(),
                run.platform(),
                run.node(),
                new LinkedHashMap<>(run.document()),
                declared);
    }

    private Outcome outcome() {
        return OutcomeFold.of(entries());
    }

    private void assertInvalid(String topic, String reason) {
        Outcome outcome = outcome();
        assertThat(outcome.verdict()).as(outcome.reason()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.topic()).isEqualTo(topic);
            assertThat(finding.sentence()).isEqualTo(reason);
        });
    }

    @Test
    void conditionThatIsNeverMet_changesNothing() {
        // Given
        quiet(course.treatment, 3_000, 28_000);
        quiet(course.control, 3_000, 40_000);
        // When / Then
        assertThat(outcome().verdict()).as(outcome().reason()).isEqualTo(Verdict.HELD);
        assertThat(outcome().proof()).isEqualTo(Proof.PROVEN);
    }

    @Test
    void conditionThatIsMetDuringTheFault_abortsTheRun_withItsValue() {
        // Given
        quiet(course.treatment, 3_000, 12_000);
        checked(course.treatment, 12_000, 0.31, null);
        interrupted(course.treatment, 12_010, "the abort condition 'too few answers' is met");
        // When / Then
        assertInvalid("run", "The run was aborted: 'too few answers' gave 0.31");
        assertThat(outcome().status()).isEqualTo("interrupted");
    }

    @Test
    void valueThatIsMoved_movesTheVerdict() {
        // Given: the journal says that the run was stopped, and the value is judged again.
        quiet(course.treatment, 3_000, 12_000);
        checked(course.treatment, 12_000, 0.51, null);
        interrupted(course.treatment, 12_010, "the abort condition 'too few answers' is met");
        // When / Then
        assertInvalid("run", "The run was interrupted (the abort condition 'too few answers' is met)");
    }

    @Test
    void conditionThatIsMetInTheControlArm_abortsTheRunToo() {
        // Given
        quiet(course.treatment, 3_000, 28_000);
        quiet(course.control, 3_000, 12_000);
        checked(course.control, 12_000, 0.2, null);
        interrupted(course.control, 12_010, "the abort condition 'too few answers' is met");
        // When / Then
        assertInvalid("run", "The run was aborted: 'too few answers' gave 0.2");
    }

    @Test
    void conditionThatIsMetOnlyAfterSomebodyStoppedTheRun_isNotWhy() {
        // Given
        quiet(course.treatment, 3_000, 12_000);
        interrupted(course.treatment, 12_000, "SIGINT");
        checked(course.treatment, 12_010, 0.2, null);
        // When / Then
        assertInvalid("run", "The run was interrupted (SIGINT)");
    }

    @Test
    void conditionThatIsMetBeforeTheFault_isAnUnmetGate() {
        // Given
        faultPhase = false;
        checked(course.treatment, 7_000, 0.2, null);
        // When / Then
        assertInvalid("gate", "An abort condition was already met before any fault: 'too few answers' gave 0.2");
    }

    @Test
    void conditionThatIsMetBeforeTheFaultOfTheControlArm_makesThatProveNothing() {
        // Given
        quiet(course.treatment, 3_000, 28_000);
        checked(course.control, 7_000, 0.2, null);
        quiet(course.control, 9_000, 40_000);
        // When
        Outcome outcome = outcome();
        // Then
        assertThat(outcome.proof()).isEqualTo(Proof.UNPROVEN);
        assertThat(outcome.reason())
                .contains("in the control arm, an abort condition was already met before any fault");
    }

    @Test
    void conditionThatCannotBeEvaluatedBeforeTheFault_isAnUnmetGate() {
        // Given
        faultPhase = false;
        checked(course.treatment, 4_000, null, "only 3 requests ended in the window");
        checked(course.treatment, 5_000, null, "no such file");
        // When / Then
        assertInvalid(
                "gate", "The abort condition 'too few answers' could not be evaluated (no such file) before the fault");
    }

    @Test
    void conditionThatNobodyCouldSeeDuringTheFault_isNamed() {
        // Given
        quiet(course.treatment, 3_000, 8_000);
        checked(course.treatment, 9_000, null, "it took longer than 5 s");
        quiet(course.control, 3_000, 40_000);
        // When
        Outcome outcome = outcome();
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason())
                .isEqualTo("The abort condition 'too few answers' could not be evaluated (it took longer than 5 s)"
                        + " while the fault was in force");
    }

    @Test
    void conditionThatWasSeenOnce_andThenNoMore_isNamed_withHowLong() {
        // Given
        quiet(course.treatment, 3_000, 13_000);
        checked(course.treatment, 18_000, null, "it took longer than 5 s");
        quiet(course.treatment, 20_000, 28_000);
        quiet(course.control, 3_000, 40_000);
        // When
        Outcome outcome = outcome();
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason())
                .isEqualTo("The abort condition 'too few answers' could not be evaluated for 8.00 s"
                        + " (it took longer than 5 s) while the fault was in force");
    }

    @Test
    void conditionThatWasSeenNoMoreUntilTheFaultsEnd_isNamed() {
        // Given
        quiet(course.treatment, 3_000, 25_000);
        quiet(course.control, 3_000, 40_000);
        // When / Then: the last time at 24 s, and the end at 28 s.
        assertThat(outcome().reason())
                .isEqualTo("The abort condition 'too few answers' could not be evaluated for 3.90 s"
                        + " while the fault was in force");
    }

    @Test
    void oneEvaluationThatSaysNothing_changesNothing() {
        // Given
        quiet(course.treatment, 3_000, 13_000);
        checked(course.treatment, 13_000, null, "only 9 requests ended in the window");
        quiet(course.treatment, 14_000, 28_000);
        quiet(course.control, 3_000, 40_000);
        // When / Then
        assertThat(outcome().verdict()).as(outcome().reason()).isEqualTo(Verdict.HELD);
    }

    @Test
    void conditionThatNobodyCouldTellForTooLong_stopsTheRun_andIsNamed() {
        // Given
        quiet(course.treatment, 3_000, 13_000);
        checked(course.treatment, 18_000, null, "it took longer than 5 s");
        interrupted(
                course.treatment,
                18_010,
                "nobody could tell for 5 s whether the abort condition 'too few answers' is met");
        // When / Then
        assertInvalid(
                "run",
                "The run was stopped: nobody could tell for 6.01 s whether the abort condition 'too few answers' was met"
                        + " (it took longer than 5 s)");
    }

    @Test
    void conditionWhoseEvaluationsHang_stopsTheRun_whateverWasUnclearBefore() {
        // Given
        checked(course.treatment, 9_000, null, "no such file");
        quiet(course.treatment, 10_000, 13_000);
        interrupted(course.treatment, 18_000, "nobody could tell whether 'too few answers' is met");
        // When / Then
        assertInvalid(
                "run",
                "The run was stopped: nobody could tell for 6.00 s whether the abort condition 'too few answers' was met"
                        + " (its evaluations came to no end)");
    }

    @Test
    void answerThatIsMovedIntoTheSilence_movesWhyTheRunWasStopped() {
        // Given
        quiet(course.treatment, 3_000, 15_000);
        interrupted(course.treatment, 18_010, "nobody could tell whether 'too few answers' is met");
        // When / Then
        assertInvalid("run", "The run was interrupted (nobody could tell whether 'too few answers' is met)");
    }

    @Test
    void silenceBeforeSomebodyStopsTheRun_isNotWhy() {
        // Given
        quiet(course.treatment, 3_000, 10_000);
        interrupted(course.treatment, 18_010, "SIGINT");
        // When / Then
        assertInvalid("run", "The run was interrupted (SIGINT)");
    }

    @Test
    void conditionThatNobodyCouldSeeDuringTheFaultOfTheControlArm_isNamed() {
        // Given
        quiet(course.treatment, 3_000, 28_000);
        quiet(course.control, 3_000, 8_000);
        // When
        Outcome outcome = outcome();
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason())
                .isEqualTo("In the control arm, the abort condition 'too few answers' could not be evaluated"
                        + " while the fault was in force");
    }

    @Test
    void evaluations_areNoneOfChaosToolkitsBusiness() {
        // Given
        Map<String, @Nullable Object> without = ChaosToolkitJournal.fold(entries());
        quiet(course.treatment, 3_000, 28_000);
        // When / Then
        assertThat(ChaosToolkitJournal.fold(entries())).isEqualTo(without);
    }
}
