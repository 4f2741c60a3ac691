package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Section;
import dev.blackstart.slo.BurnRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Journal of events to outcome. Validity comes first: where a gate was unmet, a fault was not felt or the run was cut short, nothing
 * after it is judged. Last stage of the flow; a pure function.
 */
public final class OutcomeFold {
    /** Of several findings of one verdict, the one that tells most comes first. */
    private static final List<String> TELLING = List.of(
            "run",
            "gate",
            "fault",
            "abort",
            "playbook",
            "alert",
            "degradation",
            "recovery",
            "hypothesis",
            "after",
            "control");

    private final Declared declared;
    private final Optional<String> dry;
    private final ArmJudge treatment;
    private final Optional<ArmJudge> control;
    private final List<Finding> findings = new ArrayList<>();
    private Proof proof = Proof.NONE;

    private OutcomeFold(Declared declared, Optional<String> dry, ArmJudge treatment, Optional<ArmJudge> control) {
        this.declared = declared;
        this.dry = dry;
        this.treatment = treatment;
        this.control = control;
    }

    /**
     * Folds a journal.
     *
     * @throws IllegalArgumentException if it does not begin with {@code RunStarted}
     */
    public static Outcome of(List<Entry> entries) {
        if (entries.isEmpty() || !(entries.get(0).event() instanceof Event.RunStarted started)) {
            throw new IllegalArgumentException("a journal of events begins with run-started");
        }
        Declared declared = started.declared();
        ArmJudge treatment = new ArmJudge(Arm.TREATMENT, ArmFacts.of(entries, Arm.TREATMENT), declared);
        Optional<ArmJudge> control = entries.stream().anyMatch(entry -> entry.arm() == Arm.CONTROL)
                ? Optional.of(new ArmJudge(Arm.CONTROL, ArmFacts.of(entries, Arm.CONTROL), declared))
                : Optional.empty();
        Optional<String> dry =
                Optional.ofNullable(started.document().get("dry")).map(String::valueOf);
        OutcomeFold fold = new OutcomeFold(declared, dry, treatment, control);
        fold.judge();
        return fold.outcome(entries);
    }

    /** The entries that Chaos Toolkit's journal is about. */
    public static List<Entry> withoutControl(List<Entry> entries) {
        return entries.stream().filter(entry -> entry.arm() != Arm.CONTROL).toList();
    }

    /** Whether a control arm can still say something: the treatment was valid, and its alert fired. */
    public static boolean wantsControl(List<Entry> entries) {
        Outcome soFar = of(entries);
        return soFar.proof() != Proof.NONE;
    }

    private Outcome outcome(List<Entry> entries) {
        findings.sort(Comparator.comparing(Finding::verdict)
                .reversed()
                .thenComparing(finding -> TELLING.indexOf(finding.topic())));
        Verdict verdict = findings.stream().map(Finding::verdict).reduce(Verdict.HELD, Verdict::and);
        List<Evidence> evidence = new ArrayList<>(treatment.evidence);
        control.ifPresent(arm -> evidence.addAll(arm.evidence));
        Map<String, @Nullable Object> journal = ChaosToolkitJournal.fold(withoutControl(entries));
        return new Outcome(
                title(journal),
                verdict,
                proof,
                findings.get(0).sentence(),
                findings,
                String.valueOf(journal.get("status")),
                Boolean.TRUE.equals(journal.get("deviated")),
                treatment.times(),
                control.map(ArmJudge::times),
                evidence,
                declared.extension());
    }

    private static String title(Map<String, @Nullable Object> journal) {
        return journal.get("experiment") instanceof Map<?, ?> experiment ? String.valueOf(experiment.get("title")) : "";
    }

    private void judge() {
        Optional<Finding> invalid = new Validity(dry, treatment, control).why();
        if (invalid.isPresent()) {
            findings.add(invalid.get());
            return;
        }
        abortConditions();
        activities();
        hypothesis();
        degradation();
        if (alert()) {
            if (declared.playbook() != null) {
                playbook();
            } else {
                recovery();
            }
        }
        after();
        if (findings.isEmpty()) {
            found(
                    Verdict.INCONCLUSIVE,
                    "run",
                    "Nothing was judged: declare a steady-state hypothesis, degradation probes, an alert or recovery");
        }
    }

    private void hypothesis() {
        treatment.facts.last(Section.HYPOTHESIS_AFTER).ifPresent(evaluation -> {
            Optional<String> vacuous = evaluation.met() ? treatment.vacuity.ofHypothesis(evaluation) : Optional.empty();
            if (vacuous.isPresent()) {
                vacuous("hypothesis", "The steady state held, but " + vacuous.get());
            } else if (evaluation.met()) {
                found(
                        Verdict.HELD,
                        "hypothesis",
                        "The steady state held "
                                + (evaluation.at(treatment::isUnderFault).met()
                                        ? "with the fault still on"
                                        : treatment.facts.faults.isEmpty()
                                                ? "after the method"
                                                : "after the method, when the fault was over"));
            } else if (evaluation.unmet()) {
                found(
                        Verdict.DEVIATED,
                        "hypothesis",
                        "The steady state did not hold after the method: " + evaluation.sentence());
            } else {
                found(Verdict.INCONCLUSIVE, "hypothesis", "After the method, " + evaluation.sentence());
            }
        });
    }

    /** Chaos Toolkit goes on after an activity that failed; what comes of an experiment that was only done in part is another matter. */
    private void activities() {
        if (declared.extension()) {
            treatment.facts.activitiesFailed.forEach(sentence -> found(Verdict.INCONCLUSIVE, "method", sentence));
        }
    }

    private void abortConditions() {
        treatment.aborts.unseenUnderFault().forEach(sentence -> found(Verdict.INCONCLUSIVE, "abort", sentence));
        control.stream()
                .flatMap(arm -> arm.aborts.unseenUnderFault().stream())
                .forEach(sentence ->
                        found(Verdict.INCONCLUSIVE, "abort", "In the control arm, " + Words.inside(sentence)));
    }

    private void degradation() {
        if (declared.degradation().isEmpty()) {
            return;
        }
        List<Evaluation> evaluations = treatment.facts.evaluations(Section.DEGRADATION).stream()
                .map(evaluation -> evaluation.at(treatment::isUnderFault))
                .toList();
        for (Evaluation evaluation : evaluations) {
            if (evaluation.unmet()) {
                found(
                        Verdict.DEVIATED,
                        "degradation",
                        "The system did not degrade the way it promised: " + evaluation.sentence());
                return;
            }
        }
        List<Evaluation> whole = evaluations.stream()
                .filter(evaluation -> evaluation.ended != null)
                .toList();
        if (whole.isEmpty()) {
            vacuous("degradation", "The degradation probes were never evaluated while the fault was felt");
            return;
        }
        Optional<String> vacuous = treatment.vacuity.ofDegradation(whole);
        if (vacuous.isPresent()) {
            vacuous("degradation", "The degradation probes saw nothing: " + vacuous.get());
            return;
        }
        Optional<Evaluation> unclear =
                whole.stream().filter(evaluation -> !evaluation.met()).findFirst();
        unclear.ifPresentOrElse(
                evaluation -> found(Verdict.INCONCLUSIVE, "degradation", "During the fault, " + evaluation.sentence()),
                () -> found(Verdict.HELD, "degradation", "The system degraded the way it promised"));
    }

    /** Whether what comes after the alert is judged. */
    private boolean alert() {
        if (declared.alert() == null) {
            return true;
        }
        Duration within = declared.alertWithin() == null ? Duration.ZERO : declared.alertWithin();
        Optional<Duration> detect = treatment.times().detect();
        if (treatment.alerted() && detect.isPresent()) {
            if (!treatment.isHurt()) {
                found(
                        Verdict.INCONCLUSIVE,
                        "alert",
                        "The alert '" + declared.alert() + "' fired, but no answers show why");
                return false;
            }
            found(
                    Verdict.HELD,
                    "alert",
                    "The alert '" + declared.alert() + "' fired "
                            + (detect.get().isZero()
                                    ? "while the fault was being injected"
                                    : "after " + Words.seconds(detect.get())));
            return true;
        }
        if (treatment.facts.alertFired == null && !treatment.couldHaveFired()) {
            found(
                    Verdict.INCONCLUSIVE,
                    "alert",
                    "The alert '" + declared.alert() + "' did not fire, and could not have: its window never had "
                            + BurnRate.LEAST_SAMPLES + " answers after the fault began");
            return false;
        }
        found(
                Verdict.DEVIATED,
                "alert",
                "The alert '" + declared.alert() + "' did not fire within " + Words.seconds(within) + " of the fault"
                        + detect.map(after -> ", only after " + Words.seconds(after))
                                .orElse(""));
        return false;
    }

    private void recovery() {
        if (declared.recoveryHold() == null) {
            return;
        }
        if (treatment.recovery() == Recovery.RECOVERED) {
            found(
                    Verdict.HELD,
                    "recovery",
                    treatment
                            .times()
                            .recover()
                            .map(after -> "The system recovered " + Words.seconds(after) + " after the fault began")
                            .orElse("The system met its objective all the while"));
        } else if (treatment.recovery() == Recovery.NOT_RECOVERED) {
            found(
                    Verdict.DEVIATED,
                    "recovery",
                    "The system did not recover within " + Words.seconds(within()) + " of the fault's end");
        } else {
            found(Verdict.INCONCLUSIVE, "recovery", "Recovery cannot be judged without a workload and an SLO");
        }
    }

    private Duration within() {
        return declared.recoveryWithin() == null ? Duration.ZERO : declared.recoveryWithin();
    }

    private void playbook() {
        Optional<String> invalidControl = ControlValidity.why(declared, treatment, control);
        Recovery with = withPlaybook();
        Optional<Duration> without = control.flatMap(ArmJudge::recoveredAfter);
        String name = "The playbook '" + declared.playbook() + "'";
        String why = whyNotRecovered().map(text -> " (" + text + ")").orElse("");
        Optional<Evaluation> verification = treatment.facts.last(Section.VERIFICATION);
        if (verification.isPresent()
                && !verification.get().met()
                && !verification.get().unmet()) {
            proof = Proof.UNPROVEN;
            found(
                    Verdict.INCONCLUSIVE,
                    "playbook",
                    name + " was not carried out: of its verification, "
                            + verification.get().sentence());
        } else if (with == Recovery.UNKNOWN) {
            proof = Proof.UNPROVEN;
            found(
                    Verdict.INCONCLUSIVE,
                    "playbook",
                    "Recovery cannot be judged without a workload, an SLO and a recovery window");
        } else if (invalidControl.isPresent()) {
            proof = Proof.UNPROVEN;
            if (with == Recovery.NOT_RECOVERED) {
                found(
                        Verdict.DEVIATED,
                        "playbook",
                        name + " did not bring the system back" + why + "; no valid control arm: "
                                + invalidControl.get());
            } else {
                found(Verdict.INCONCLUSIVE, "control", name + " is unproven: " + invalidControl.get());
            }
        } else if (with == Recovery.NOT_RECOVERED && without.isPresent() && isHarmful(without.get())) {
            proof = Proof.HARMFUL;
            found(
                    Verdict.DEVIATED,
                    "playbook",
                    name + " is harmful: the system recovers without it and not with it" + why);
        } else if (with == Recovery.NOT_RECOVERED) {
            proof = Proof.INEFFECTIVE;
            found(
                    Verdict.DEVIATED,
                    "playbook",
                    name + " is ineffective: the system does not recover with it" + why + " and "
                            + without.map(after -> "without it only after " + Words.seconds(after))
                                    .orElse("not without it"));
        } else if (without.isPresent()) {
            proof = Proof.NOT_NEEDED;
            found(Verdict.INCONCLUSIVE, "playbook", name + " is not needed: the system also recovers without it");
        } else if (with == Recovery.AFTER_FAULT || with == Recovery.WITHOUT_EFFECT) {
            proof = Proof.UNPROVEN;
            String reason = with == Recovery.AFTER_FAULT
                    ? "the system recovered only after the fault had ended by itself"
                    : "when the system recovered the fault had no effect any more, though nothing had replaced its"
                            + " target: whoever switches the fault off mitigates nothing";
            found(Verdict.INCONCLUSIVE, "playbook", name + " is unproven: " + reason);
        } else {
            proof = Proof.PROVEN;
            found(
                    Verdict.HELD,
                    "playbook",
                    name + " brought the system back "
                            + (treatment.isMitigated()
                                    ? "by replacing what the fault was on"
                                    : "while the fault was on")
                            + "; without it the system stayed down");
        }
    }

    /** Whether the treatment, too, was given the time in which the control arm recovered, and did not. */
    private boolean isHarmful(Duration without) {
        return treatment.recovered().isEmpty() && without.compareTo(treatment.given()) <= 0;
    }

    private Recovery withPlaybook() {
        Recovery recovery = treatment.recovery();
        boolean carriedOut = treatment.facts.mitigated().isPresent();
        return recovery == Recovery.UNKNOWN || carriedOut ? recovery : Recovery.NOT_RECOVERED;
    }

    private Optional<String> whyNotRecovered() {
        Optional<Evaluation> verification = treatment.facts.last(Section.VERIFICATION);
        if (verification.isPresent() && !verification.get().met()) {
            return Optional.of(
                    "its verification was not met: " + verification.get().sentence());
        }
        return treatment.facts.steps.stream()
                .filter(step -> !step.succeeded())
                .findFirst()
                .map(step -> "step '" + step.name + "' failed: " + step.error());
    }

    private void after() {
        treatment.facts.last(Section.AFTER).ifPresent(evaluation -> {
            if (evaluation.met()) {
                found(Verdict.HELD, "after", "The steady state came back after every fault was gone");
            } else {
                found(
                        evaluation.unmet() ? Verdict.DEVIATED : Verdict.INCONCLUSIVE,
                        "after",
                        "The steady state did not come back after every fault was gone: " + evaluation.sentence());
            }
        });
        for (Evidence one : treatment.evidence) {
            one.leftBehind().ifPresent(sentence -> found(Verdict.INCONCLUSIVE, "fault", sentence));
        }
    }

    /** What was met, and says nothing: inconclusive, or a note where the file wants no more. */
    private void vacuous(String topic, String sentence) {
        found(declared.notesVacuity() ? Verdict.HELD : Verdict.INCONCLUSIVE, topic, sentence);
    }

    private void found(Verdict verdict, String topic, String sentence) {
        findings.add(new Finding(verdict, topic, sentence));
    }
}
