package dev.blackstart.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.journal.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The verdict is a function of the journal: one journal by hand for each thing that can be otherwise. */
class OutcomeFoldTest {
    private final Course course = new Course();

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static Entry with(Entry entry, Event event) {
        return new Entry(entry.seq(), entry.at(), entry.arm(), event);
    }

    private static Entry later(Entry entry, long millis) {
        return new Entry(entry.seq(), entry.at().plusMillis(millis), entry.arm(), entry.event());
    }

    private static boolean isEffect(Entry entry) {
        return entry.event() instanceof Event.FaultSample sample && sample.moment() == Moment.DURING;
    }

    private static Event.FaultSample effect(Entry entry) {
        return (Event.FaultSample) entry.event();
    }

    /** What ends the judgement before it begins: inconclusive, by this topic, and nothing else is said. */
    private static void assertInvalid(Outcome outcome, String topic, String why) {
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.proof()).isEqualTo(Proof.NONE);
        assertThat(outcome.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.topic()).isEqualTo(topic));
        assertThat(outcome.reason()).contains(why);
    }

    private static List<Finding> about(Outcome outcome, String topic) {
        return outcome.findings().stream()
                .filter(finding -> finding.topic().equals(topic))
                .toList();
    }

    @Test
    void everythingAsPromised_isHeldAndProven() {
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.verdict()).as(outcome.findings().toString()).isEqualTo(Verdict.HELD);
        assertThat(outcome.proof()).isEqualTo(Proof.PROVEN);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.reason()).startsWith("The playbook 'kv-failover' brought the system back");
        assertThat(outcome.title()).isEqualTo("Auctions go on");
        assertThat(outcome.times())
                .isEqualTo(new Times(
                        java.util.Optional.of(millis(1_140)),
                        java.util.Optional.of(millis(1_160)),
                        java.util.Optional.of(millis(3_000))));
    }

    /** The table of verdicts, row by row: with the playbook, without it, what that proves. */
    @ParameterizedTest
    @CsvSource({
        "recovers, not,      PROVEN,      HELD,         0",
        "recovers, recovers, NOT_NEEDED,  INCONCLUSIVE, 3",
        "not,      not,      INEFFECTIVE, DEVIATED,     1",
        "not,      recovers, HARMFUL,     DEVIATED,     1",
        "recovers, invalid,  UNPROVEN,    INCONCLUSIVE, 3",
        "recovers, none,     UNPROVEN,    INCONCLUSIVE, 3",
        "recovers, missing,  UNPROVEN,    INCONCLUSIVE, 3",
        "not,      invalid,  UNPROVEN,    DEVIATED,     1",
        "not,      none,     UNPROVEN,    DEVIATED,     1",
    })
    void treatmentAndControl_comeToTheVerdictOfTheTable(
            String with, String without, Proof proof, Verdict verdict, int exitCode) {
        // Given
        course.treatment.recovers = with.equals("recovers") ? 13_000 : Course.NEVER;
        course.control.recovers = without.equals("recovers") ? 20_000 : Course.NEVER;
        course.control.alertFires = without.equals("invalid") ? Course.NEVER : 11_140;
        course.control.runs = !without.equals("missing");
        course.controlRuns = without.equals("none") ? 0 : 1;
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.proof()).as(outcome.reason()).isEqualTo(proof);
        assertThat(outcome.verdict()).as(outcome.reason()).isEqualTo(verdict);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void verdicts_areMergedWorstFirst(Verdict one) {
        assertThat(one.and(Verdict.DEVIATED)).isEqualTo(Verdict.DEVIATED);
        assertThat(Verdict.DEVIATED.and(one)).isEqualTo(Verdict.DEVIATED);
        assertThat(one.and(Verdict.HELD)).isEqualTo(one);
        assertThat(Verdict.HELD.and(one)).isEqualTo(one);
    }

    @Test
    void oneThingDeviatesAndAnotherCannotBeSaid_isDeviated() {
        // Given: the playbook is not needed, which alone is inconclusive.
        course.control.recovers = 20_000;
        course.treatment.probe(Section.DEGRADATION, false, null, List.of());
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(outcome.proof()).isEqualTo(Proof.NOT_NEEDED);
        assertThat(outcome.reason()).contains("did not degrade the way it promised", "probe 'probe' gave 0.5");
    }

    @Test
    void recoveryAfterTheFaultEndedByItself_provesNothing() {
        // Given
        course.treatment.faultEnds = 16_000;
        course.treatment.recovers = Course.NEVER;
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.proof()).isEqualTo(Proof.UNPROVEN);
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).contains("only after the fault had ended by itself");
    }

    /** As a playbook does that turns the latency of the toxic down: most samples show it, and all that count do not. */
    @Test
    void recoveryWhileTheFaultHadNoEffectAnyMore_provesNothing() {
        // Given
        course.treatment.switchedOff = 19_000;
        course.treatment.recovers = 19_100;
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.proof()).as(outcome.reason()).isEqualTo(Proof.UNPROVEN);
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).contains("no effect any more");
    }

    /** Bucket by bucket, and with the miss that a second is allowed, a window that the fault's end brought begins before it. */
    @Test
    void recoveredWindowThatBeginsBeforeTheFaultsOwnEnd_provesNothing() {
        // Given
        course.treatment.faultEnds = 20_050;
        course.treatment.recovers = 20_000;
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.proof()).as(outcome.reason()).isEqualTo(Proof.UNPROVEN);
        assertThat(outcome.reason()).contains("only after the fault had ended by itself");
    }

    @Test
    void controlArmThatWasObservedForLessThanTheTreatment_provesNothing() {
        // Given: what comes before the steps took its time; the declared times alone make 23 s.
        course.treatment.stepEnds = 31_000;
        course.treatment.recovers = 32_000;
        course.treatment.reverted = 45_000;
        course.treatment.ends = 53_000;
        course.control.reverted = 34_000;
        course.control.ends = 42_000;
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.proof()).as(outcome.reason()).isEqualTo(Proof.UNPROVEN);
        assertThat(outcome.reason()).contains("the control arm was observed for only 23.9 s of at least 27.0 s");
    }

    @Test
    void controlArmThatRecoversOnlyAfterTheTimeThatTheTreatmentWasGiven_isNoHarm() {
        // Given: the treatment was given 12.3 s, from the fault clock to 10 s after the last step.
        course.treatment.recovers = Course.NEVER;
        course.control.recovers = 22_400;
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.proof()).as(outcome.reason()).isEqualTo(Proof.INEFFECTIVE);
        assertThat(outcome.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(outcome.reason()).endsWith("does not recover with it and without it only after 12.4 s");
    }

    @Test
    void systemThatRecoversAlthoughAStepFailed_isNotHarmedByThePlaybook() {
        // Given
        course.treatment.stepStatus = "failed";
        course.control.recovers = 13_000;
        // When / Then
        assertThat(course.outcome().proof()).isEqualTo(Proof.INEFFECTIVE);
    }

    @Test
    void recoveryOfAReplacedTarget_countsAlthoughTheFaultIsOver() {
        // When: the step replaced what the fault was on.
        Outcome outcome =
                course.outcome(entry -> entry.arm() == Arm.TREATMENT && entry.event() instanceof Event.FaultReverted
                        ? new Entry(
                                entry.seq(),
                                course.treatment.at(12_200),
                                entry.arm(),
                                new Event.FaultMitigated("f1", "fail over"))
                        : entry);
        // Then
        assertThat(outcome.proof()).as(outcome.reason()).isEqualTo(Proof.PROVEN);
    }

    @Test
    void recoveryThatComesTooLate_isNone() {
        // Given: 10 s after the last step at the latest.
        course.treatment.recovers = 22_500;
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.proof()).isEqualTo(Proof.INEFFECTIVE);
        assertThat(outcome.times().recover()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"false,,", "false,, ConnectionRefused", ", only 3 requests ended in the window,"})
    void steadyStateThatDidNotHoldBefore_isAnUnmetGate(
            @Nullable Boolean met, @Nullable String unclear, @Nullable String exception) {
        // Given
        course.treatment.probe(
                Section.HYPOTHESIS_BEFORE, met, unclear, exception == null ? List.of() : List.of(exception));
        // When / Then
        assertInvalid(course.outcome(), "gate", "The steady state did not hold before the fault");
    }

    @Test
    void alertThatFiresBeforeTheFault_isAnUnmetGate() {
        // Given
        course.treatment.alertFires = 7_000;
        // When / Then
        assertInvalid(course.outcome(), "gate", "was already firing before any fault");
    }

    @Test
    void effectSamplesRemoved_isInconclusive() {
        // When
        Outcome outcome = course.outcome(entry -> isEffect(entry) ? null : entry);
        // Then
        assertInvalid(outcome, "fault", "had no effect");
        assertThat(outcome.times().detect()).isEmpty();
        assertThat(outcome.times().recover()).isEmpty();
    }

    @Test
    void effectSamplesThatShowNothing_areInconclusive() {
        // When
        Outcome outcome = course.outcome(entry -> isEffect(entry)
                ? with(
                        entry,
                        new Event.FaultSample(
                                "f1",
                                Moment.DURING,
                                effect(entry).sent(),
                                millis(5),
                                true,
                                false,
                                effect(entry).detail()))
                : entry);
        // Then
        assertInvalid(outcome, "fault", "had no effect");
    }

    @Test
    void trafficThatNeverMetTheFault_isInconclusive() {
        // When
        Outcome outcome = course.outcome(
                entry -> entry.event() instanceof Event.TrafficSample sample && sample.chunks() > 40 ? null : entry);
        // Then
        assertInvalid(outcome, "fault", "met no traffic of the system");
    }

    @Test
    void faultThatWasLost_isInconclusive() {
        // When
        Outcome outcome = course.outcome(entry -> entry.event() instanceof Event.FaultReverted
                ? with(entry, new Event.FaultLost("f1", "somebody had removed it"))
                : entry);
        // Then
        assertInvalid(outcome, "fault", "was lost: somebody had removed it");
    }

    @Test
    void faultThatCouldNotBeInjected_isInconclusive() {
        // When
        Outcome outcome = course.outcome(entry -> entry.event() instanceof Event.FaultInjected
                ? with(entry, new Event.FaultFailed("f1", "no such proxy"))
                : entry);
        // Then
        assertInvalid(outcome, "fault", "could not be injected: no such proxy");
    }

    @Test
    void interruptedRun_isInconclusive_whateverWentWrongBefore() {
        // Given
        course.treatment.probe(Section.DEGRADATION, false, null, List.of());
        // When
        Outcome outcome = course.outcome(
                entry -> entry.event() instanceof Event.RunStarted || entry.at().isBefore(course.treatment.at(12_000))
                        ? entry
                        : entry.at().isBefore(course.treatment.at(12_100)) && entry.arm() == Arm.TREATMENT
                                ? with(entry, new Event.RunInterrupted("SIGINT"))
                                : null);
        // Then
        assertInvalid(outcome, "run", "The run was interrupted (SIGINT)");
    }

    @Test
    void abortedRun_isInconclusive() {
        // When
        Outcome outcome = course.outcome(entry -> entry.event() instanceof Event.AlertFired
                ? with(entry, new Event.RunAborted("service 'sfe' died at its start"))
                : entry);
        // Then
        assertInvalid(outcome, "run", "service 'sfe' died at its start");
    }

    @Test
    void alertThatNeverFires_isDeviated_andThePlaybookIsNotJudged() {
        // Given
        course.treatment.alertFires = Course.NEVER;
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(outcome.proof()).isEqualTo(Proof.NONE);
        assertThat(outcome.reason()).isEqualTo("The alert 'winner-rate-burns' did not fire within 8.00 s of the fault");
        assertThat(about(outcome, "playbook")).isEmpty();
        assertThat(OutcomeFold.wantsControl(course.entries())).isFalse();
    }

    @Test
    void alertThatFiresTooLate_isDeviated() {
        // Given
        course.treatment.alertFires = 18_500;
        // When / Then
        assertThat(course.outcome().reason()).endsWith("only after 8.50 s");
        assertThat(course.outcome().verdict()).isEqualTo(Verdict.DEVIATED);
    }

    @Test
    void treatmentWhoseAlertFired_wantsAControlArm() {
        // Given
        course.control.runs = false;
        // When / Then
        assertThat(OutcomeFold.wantsControl(course.entries())).isTrue();
    }

    @Test
    void degradationProbeWithTooFewSamples_isInconclusive() {
        // Given
        course.treatment.probe(Section.DEGRADATION, null, "only 3 requests ended in the window", List.of());
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(about(outcome, "degradation"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.sentence()).contains("cannot be judged: only 3 requests"));
    }

    /** An output that is changed in the journal changes the verdict: it is judged, not what was once said of it. */
    @ParameterizedTest
    @CsvSource({"0.99, HELD", "0.1, DEVIATED"})
    void outputOfADegradationProbe_isJudgedByItsTolerance(double output, Verdict verdict) {
        // Given
        Map<String, Object> range = Map.of("type", "range", "range", List.of(0.9, 1.0));
        // When
        Outcome outcome = course.outcome(
                entry -> entry.event() instanceof Event.ActivityEnded ended && ended.section() == Section.DEGRADATION
                        ? with(
                                entry,
                                new Event.ActivityEnded(
                                        ended.id(),
                                        ended.section(),
                                        ended.name(),
                                        ended.status(),
                                        output,
                                        List.of(),
                                        ended.start(),
                                        ended.end(),
                                        true,
                                        null,
                                        range))
                        : entry);
        // Then
        assertThat(about(outcome, "degradation")).extracting(Finding::verdict).containsExactly(verdict);
        assertThat(outcome.verdict()).isEqualTo(verdict);
    }

    @Test
    void effectSamplesThatClaimWhatTheyDidNotTake_areInconclusive() {
        // When
        Outcome outcome = course.outcome(entry -> isEffect(entry)
                ? with(
                        entry,
                        new Event.FaultSample(
                                "f1",
                                Moment.DURING,
                                effect(entry).sent(),
                                millis(5),
                                true,
                                true,
                                effect(entry).detail()))
                : entry);
        // Then
        assertInvalid(outcome, "fault", "had another effect than was asked");
    }

    @Test
    void degradationThatWasNeverEvaluated_isInconclusive() {
        // When
        Outcome outcome = course.outcome(entry ->
                entry.event() instanceof Event.EvaluationStarted started && started.section() == Section.DEGRADATION
                        ? null
                        : entry);
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).contains("never evaluated");
    }

    @Test
    void steadyStateThatDoesNotHoldAfterTheMethod_isDeviated() {
        // Given
        course.treatment.probe(Section.HYPOTHESIS_AFTER, false, null, List.of());
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(outcome.deviated()).isTrue();
        assertThat(outcome.reason()).contains("did not hold after the method");
    }

    @Test
    void steadyStateThatDoesNotComeBack_isDeviated() {
        // Given
        course.treatment.probe(Section.AFTER, false, null, List.of());
        // When / Then
        assertThat(course.outcome().reason()).contains("did not come back after every fault was gone");
        assertThat(course.outcome().verdict()).isEqualTo(Verdict.DEVIATED);
    }

    @Test
    void effectThatIsThereAfterTheRevert_isInconclusive() {
        // When
        Outcome outcome = course.outcome(entry -> entry.event() instanceof Event.FaultSample sample
                        && sample.moment() == Moment.AFTER
                ? with(
                        entry,
                        new Event.FaultSample("f1", Moment.AFTER, sample.sent(), millis(2_010), true, true, "SERVING"))
                : entry);
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).contains("its effect was still there");
    }

    @Test
    void stepThatFails_isNoMitigation_howeverWellTheSystemIs() {
        // Given
        course.treatment.stepStatus = "failed";
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.proof()).isEqualTo(Proof.INEFFECTIVE);
        assertThat(outcome.times().mitigate()).isEmpty();
        assertThat(outcome.reason()).contains("step 'fail over' failed: ActivityFailed: no such service");
    }

    /** What a step's own activity says; a tolerance of its own decides where it has one. */
    @ParameterizedTest
    @CsvSource({
        "process, 9,   ,      exit status 9",
        "http,    503, ,      status 503",
        "http,    204, ,      ''",
        "python,  503, ,      ''",
        "process, 9,   true,  ''",
        "process, 0,   false, it gave {status=0}",
    })
    void stepWhoseStatusIsBad_isNoMitigation(String provider, long status, @Nullable Boolean met, String why) {
        // When
        Outcome outcome = course.outcome(entry -> {
            if (entry.event() instanceof Event.ActivityStarted started && started.section() == Section.PLAYBOOK) {
                return with(
                        entry,
                        new Event.ActivityStarted(
                                90,
                                Section.PLAYBOOK,
                                "fail over",
                                Map.of("provider", Map.of("type", provider)),
                                false));
            }
            return entry.event() instanceof Event.ActivityEnded ended && ended.section() == Section.PLAYBOOK
                    ? with(
                            entry,
                            new Event.ActivityEnded(
                                    90,
                                    Section.PLAYBOOK,
                                    "fail over",
                                    "succeeded",
                                    Map.of("status", status),
                                    List.of(),
                                    ended.start(),
                                    ended.end(),
                                    met,
                                    null))
                    : entry;
        });
        // Then
        assertThat(outcome.proof()).as(outcome.reason()).isEqualTo(why.isEmpty() ? Proof.PROVEN : Proof.INEFFECTIVE);
        if (!why.isEmpty()) {
            assertThat(outcome.reason()).contains("(step 'fail over' failed: " + why + ")");
        }
    }

    @Test
    void verificationThatIsNotMet_isNoMitigation_howeverWellTheSystemIs() {
        // Given
        course.treatment.probe(Section.VERIFICATION, false, null, List.of());
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.proof()).isEqualTo(Proof.INEFFECTIVE);
        assertThat(outcome.reason()).contains("its verification was not met: probe 'probe' gave 0.5");
    }

    /** Each of these would make a dead or different system pass for one that does not recover without the playbook. */
    @ParameterizedTest
    @CsvSource({
        "gate,    'in the control arm, the steady state did not hold before the fault'",
        "effect,  'in the control arm, the fault blackstart.fault.latency on bfe-a#1->kv-a#1:50051 had no effect'",
        "alert,   'in the control arm the alert did not fire'",
        "shallow, 'the control arm was not hit as hard'",
        "dead,    'the control arm did not come back after its fault was reverted'",
        "aborted, 'the control arm was given up: no ports left'",
    })
    void controlArmThatProvesNothing_leavesThePlaybookUnproven(String what, String why) {
        // Given
        if (what.equals("gate")) {
            course.control.probe(Section.HYPOTHESIS_BEFORE, false, null, List.of());
        }
        course.control.alertFires = what.equals("alert") ? Course.NEVER : 11_140;
        course.control.goodWhileDown = what.equals("shallow") ? 3 : 0;
        Function<Entry, @Nullable Entry> change = entry -> {
            if (entry.arm() != Arm.CONTROL) {
                return entry;
            }
            if (what.equals("effect") && isEffect(entry)) {
                return null;
            }
            if (what.equals("dead")
                    && entry.event() instanceof Event.LoadBucket bucket
                    && bucket.start().isAfter(course.control.at(10_000))) {
                return with(entry, new Event.LoadBucket(bucket.start(), 0, 0, 0, 4));
            }
            return what.equals("aborted") && entry.event() instanceof Event.AlertFired
                    ? with(entry, new Event.RunAborted("no ports left"))
                    : entry;
        };
        // When
        Outcome outcome = course.outcome(change);
        // Then
        assertThat(outcome.proof()).isEqualTo(Proof.UNPROVEN);
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).contains(why);
    }

    @Test
    void effectSamplesThatAreMoved_moveDetectionAndRecovery() {
        // When: the effect was sent 400 ms later than the journal had it.
        Outcome outcome = course.outcome(entry -> isEffect(entry)
                ? with(
                        later(entry, 400),
                        new Event.FaultSample(
                                "f1",
                                Moment.DURING,
                                effect(entry).sent().plusMillis(400),
                                effect(entry).took(),
                                true,
                                true,
                                effect(entry).detail()))
                : entry);
        // Then
        assertThat(outcome.times().detect()).contains(millis(740));
        assertThat(outcome.times().mitigate()).contains(millis(1_160));
        assertThat(outcome.times().recover()).contains(millis(2_600));
    }

    @Test
    void alertThatIsMoved_movesDetectionAndMitigation() {
        // Given
        course.treatment.alertFires = 11_190;
        // When
        Times times = course.outcome().times();
        // Then
        assertThat(times.detect()).contains(millis(1_190));
        assertThat(times.mitigate()).contains(millis(1_110));
        assertThat(times.recover()).contains(millis(3_000));
    }

    @Test
    void endOfTheStepThatIsMoved_movesMitigationOnly() {
        // Given
        course.treatment.stepEnds = 12_900;
        // When
        Times times = course.outcome().times();
        // Then
        assertThat(times.detect()).contains(millis(1_140));
        assertThat(times.mitigate()).contains(millis(1_760));
        assertThat(times.recover()).contains(millis(3_000));
    }

    @Test
    void answersThatAreMoved_moveRecoveryOnly() {
        // Given
        course.treatment.recovers = 14_700;
        // When
        Times times = course.outcome().times();
        // Then
        assertThat(times.detect()).contains(millis(1_140));
        assertThat(times.mitigate()).contains(millis(1_160));
        assertThat(times.recover()).contains(millis(4_700));
    }

    @Test
    void injectionThatIsMoved_movesNothing() {
        // When: inject returned late; the fault was felt when it was felt.
        Outcome outcome =
                course.outcome(entry -> entry.arm() == Arm.TREATMENT && entry.event() instanceof Event.FaultInjected
                        ? new Entry(entry.seq(), course.treatment.at(9_950), entry.arm(), entry.event())
                        : entry);
        // Then
        assertThat(outcome.times()).isEqualTo(course.outcome().times());
    }

    @Test
    void controlArmsTimes_areItsOwn() {
        // Given
        course.control.alertFires = 12_000;
        // When
        Times times = course.outcome().controlTimes().orElseThrow();
        // Then
        assertThat(times.detect()).contains(millis(2_000));
        assertThat(times.mitigate()).isEmpty();
        assertThat(times.recover()).isEmpty();
    }

    private Outcome withAnswersOfTheTreatment(int full) {
        return course.outcome(entry -> entry.arm() == Arm.TREATMENT && entry.event() instanceof Event.LoadBucket bucket
                ? full == 0 ? null : with(entry, new Event.LoadBucket(bucket.start(), full, 0, 0, 0))
                : entry);
    }

    @ParameterizedTest
    @CsvSource({"4, good as ever", "0, removed"})
    void alertThatNoAnswersExplain_isInconclusive(int full, String what) {
        // When
        Outcome outcome = withAnswersOfTheTreatment(full);
        // Then
        assertThat(outcome.verdict()).as(what).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.proof()).isEqualTo(Proof.NONE);
        assertThat(outcome.reason()).isEqualTo("The alert 'winner-rate-burns' fired, but no answers show why");
    }

    @Test
    void systemThatMeetsItsObjectiveAllTheWhile_hasNothingToRecoverFrom() {
        // Given
        course.playbook = false;
        course.alert = false;
        // When
        Outcome outcome = withAnswersOfTheTreatment(4);
        // Then
        assertThat(outcome.times().recover()).isEmpty();
        assertThat(about(outcome, "recovery"))
                .containsExactly(new Finding(Verdict.HELD, "recovery", "The system met its objective all the while"));
    }

    @Test
    void recoveryWithoutAnyAnswers_cannotBeJudged() {
        // Given
        course.playbook = false;
        course.alert = false;
        // When / Then
        assertThat(about(withAnswersOfTheTreatment(0), "recovery"))
                .extracting(Finding::verdict)
                .containsExactly(Verdict.INCONCLUSIVE);
    }

    @Test
    void systemThatGetsWellWithTheRunsOwnRevert_didNotRecoverByItsPlaybook() {
        // Given: no alert, so that no step is carried out and the fault stays on until the revert.
        course.treatment.alertFires = Course.NEVER;
        course.treatment.recovers = Course.NEVER;
        // When / Then
        assertThat(course.outcome().times().recover()).isEmpty();
    }

    @Test
    void faultOfSixSecondsWithoutAPlaybook_recoversAfterSixSeconds() {
        // Given
        course.playbook = false;
        course.treatment.recovers = Course.NEVER;
        course.treatment.reverted = 16_000;
        course.treatment.ends = 24_000;
        // When
        Outcome outcome = course.outcome();
        // Then
        assertThat(outcome.verdict()).as(outcome.findings().toString()).isEqualTo(Verdict.HELD);
        assertThat(outcome.proof()).isEqualTo(Proof.NONE);
        assertThat(outcome.times().recover()).contains(millis(6_000));
        assertThat(OutcomeFold.wantsControl(course.entries())).isFalse();
    }

    @Test
    void systemThatStaysDownAfterTheFault_isDeviated() {
        // Given
        course.playbook = false;
        course.treatment.reverted = 16_000;
        course.treatment.ends = 32_000;
        // When
        Outcome outcome = course.outcome(entry -> entry.event() instanceof Event.LoadBucket bucket
                        && bucket.start().isAfter(course.treatment.at(10_000))
                ? with(entry, new Event.LoadBucket(bucket.start(), 0, 4, 0, 0))
                : entry);
        // Then
        assertThat(outcome.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(outcome.reason()).contains("did not recover within 10.0 s of the fault's end");
    }

    @ParameterizedTest
    @CsvSource({"completed, 0", "deviated, 1", "interrupted, 1", "aborted, 1"})
    void plainFile_keepsTheExitCodesOfChaosToolkit(String course, int exitCode) {
        // Given
        this.course.extension = false;
        this.course.playbook = false;
        this.course.alert = false;
        if (course.equals("deviated")) {
            this.course.treatment.probe(Section.HYPOTHESIS_AFTER, false, null, List.of());
        }
        // When
        Outcome outcome = this.course.outcome(entry -> !(entry.event() instanceof Event.FaultInjected)
                ? entry
                : course.equals("interrupted")
                        ? with(entry, new Event.RunInterrupted("SIGINT"))
                        : course.equals("aborted") ? with(entry, new Event.RunAborted("far too deep")) : entry);
        // Then
        assertThat(outcome.exitCode()).as(outcome.status()).isEqualTo(exitCode);
    }

    @Test
    void journalWithoutABeginning_isRefused() {
        assertThatThrownBy(() -> OutcomeFold.of(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("begins with run-started");
    }
}
