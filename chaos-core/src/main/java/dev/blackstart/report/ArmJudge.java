package dev.blackstart.report;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import dev.blackstart.load.BucketList;
import dev.blackstart.load.Buckets;
import dev.blackstart.load.Counts;
import dev.blackstart.slo.BurnRate;
import dev.blackstart.slo.Objective;
import dev.blackstart.slo.RecoveryWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The figures of one arm: fault clock, recovery, times, depth of the dip. Computed from its facts, nothing else. */
final class ArmJudge {
    private static final Duration SECOND = Duration.ofSeconds(1);

    final ArmFacts facts;
    final List<Evidence> evidence;
    final AbortConditions aborts;
    final Vacuity vacuity;
    private final Arm arm;
    private final Declared declared;
    private final Buckets buckets;

    ArmJudge(Arm arm, ArmFacts facts, Declared declared) {
        this.arm = arm;
        this.facts = facts;
        this.declared = declared;
        this.aborts = new AbortConditions(facts, declared.abortWhen());
        this.evidence = facts.faults.keySet().stream()
                .map(id -> EvidenceFold.of(facts.entries, id))
                .toList();
        this.buckets = new BucketList(facts.buckets, facts.rate);
        this.vacuity = new Vacuity(facts, evidence, declared, buckets);
    }

    /** When the first exchange that showed an effect was sent. */
    Optional<Instant> clock() {
        return evidence.stream().flatMap(one -> one.clock().stream()).min(Instant::compareTo);
    }

    /** Whether there is a recovered window, and whether the fault was in force through all of it. */
    Recovery recovery() {
        Optional<Instant> start = recovered();
        Duration hold = declared.recoveryHold();
        if (hold == null || declared.objective() == null || clock().isEmpty() || facts.buckets.isEmpty()) {
            return Recovery.UNKNOWN;
        }
        if (start.isEmpty()) {
            return Recovery.NOT_RECOVERED;
        }
        if (declared.playbook() == null) {
            return Recovery.RECOVERED;
        }
        Instant end = start.get().plus(RecoveryWindow.length(hold));
        boolean inForce = facts.faults.values().stream()
                .allMatch(fault ->
                        fault.end == ArmFacts.FaultEnd.MITIGATED || fault.ended == null || !end.isAfter(fault.ended));
        if (!inForce) {
            return Recovery.AFTER_FAULT;
        }
        return facts.faults.entrySet().stream()
                        .filter(fault -> fault.getValue().end != ArmFacts.FaultEnd.MITIGATED)
                        .anyMatch(
                                fault -> EvidenceFold.isWithoutEffect(facts.entries, fault.getKey(), start.get(), end))
                ? Recovery.WITHOUT_EFFECT
                : Recovery.RECOVERED;
    }

    /** The start of the first recovered window that begins in time. */
    Optional<Instant> recovered() {
        Optional<Instant> clock = clock();
        Duration hold = declared.recoveryHold();
        Double target = declared.objective();
        if (clock.isEmpty() || hold == null || target == null) {
            return Optional.empty();
        }
        Instant from =
                facts.alertFired != null && facts.alertFired.isAfter(clock.get()) ? facts.alertFired : clock.get();
        Instant latest = latestStart(hold);
        return RecoveryWindow.find(buckets, from, hold, target, count()).filter(start -> !start.isAfter(latest));
    }

    /**
     * The latest moment at which a recovered window may begin: within the time that recovery may take. With a playbook, and in a
     * control arm, also so that the window ends before the run itself takes the fault away.
     */
    private Instant latestStart(Duration hold) {
        Duration within = declared.recoveryWithin() == null ? Duration.ZERO : declared.recoveryWithin();
        if (declared.playbook() == null) {
            return facts.faultEnd().orElse(endOfArm()).plus(within);
        }
        Instant beforeRevert = endOfArm().minus(RecoveryWindow.length(hold));
        return facts.mitigated()
                .map(done -> done.plus(within))
                .filter(latest -> arm == Arm.TREATMENT && latest.isBefore(beforeRevert))
                .orElse(beforeRevert);
    }

    private Instant endOfArm() {
        Instant reverted = facts.phases.get(Phase.REVERTED);
        return reverted != null
                ? reverted
                : facts.entries.get(facts.entries.size() - 1).at();
    }

    /** Whether a recovered window begins after the last fault was reverted, in time: the system is alive at all. */
    boolean cameBack() {
        Optional<Instant> end = facts.faultEnd();
        Duration hold = declared.recoveryHold();
        Double target = declared.objective();
        if (end.isEmpty() || hold == null || target == null) {
            return false;
        }
        Duration within = declared.recoveryWithin() == null ? Duration.ZERO : declared.recoveryWithin();
        Instant latest = end.get().plus(within);
        return RecoveryWindow.find(buckets, end.get(), hold, target, count())
                .filter(start -> !start.isAfter(latest))
                .isPresent();
    }

    /**
     * From the fault clock to the alert; empty where there was no fault or no alert. An injection takes its time: the drain of a stop
     * hurts for seconds before the exit, its measured effect, is there. An alert meanwhile is an answer to the fault, and one that
     * came no later than the effect: zero, never less. An alert before the deed answers to something else, and is an unmet gate.
     */
    Optional<Duration> detected() {
        Instant alert = facts.alertFired;
        return clock().filter(from -> alert != null)
                .map(from -> from.isBefore(alert) ? Duration.between(from, alert) : Duration.ZERO);
    }

    /** Whether the alert fired in time. */
    boolean alerted() {
        Duration within = declared.alertWithin() == null ? Duration.ZERO : declared.alertWithin();
        return detected().filter(after -> after.compareTo(within) <= 0).isPresent();
    }

    /** Whether any fault was in force at this moment. */
    boolean isUnderFault(Instant moment) {
        return evidence.stream().anyMatch(one -> facts.isInForce(one, moment));
    }

    /** Whether a mitigation replaced what a fault was on. */
    boolean isMitigated() {
        return facts.faults.values().stream().anyMatch(fault -> fault.end == ArmFacts.FaultEnd.MITIGATED);
    }

    /** How long the fault's effect was there to be seen before the arm's last revert. */
    Duration observed() {
        return clock().map(from -> Duration.between(from, endOfArm())).orElse(Duration.ZERO);
    }

    /** From the fault clock to the start of the recovered window. */
    Optional<Duration> recoveredAfter() {
        return clock().flatMap(from -> recovered().map(to -> Duration.between(from, to)));
    }

    /** How long after the fault clock a recovered window could begin. */
    Duration given() {
        Duration hold = declared.recoveryHold() == null ? Duration.ZERO : declared.recoveryHold();
        return clock().map(from -> Duration.between(from, latestStart(hold))).orElse(Duration.ZERO);
    }

    /** From the fault clock to the end of the recovered window, or of the last one that would have counted. */
    Duration watched() {
        Duration hold = declared.recoveryHold();
        return hold == null ? Duration.ZERO : recoveredAfter().orElse(given()).plus(RecoveryWindow.length(hold));
    }

    Times times() {
        Optional<Instant> alert = Optional.ofNullable(facts.alertFired);
        return new Times(
                detected(),
                alert.flatMap(from -> facts.mitigated().map(to -> Duration.between(from, to))),
                recoveredAfter()
                        .filter(after -> clock().filter(from -> dips(from, from.plus(after)))
                                .isPresent()));
    }

    /** Whether the answers between the injection and the first step, or the fault's end, missed the objective. */
    boolean isHurt() {
        Instant until = facts.firstStep()
                .or(facts::faultEnd)
                .orElse(facts.entries.get(facts.entries.size() - 1).at());
        return facts.firstDeed().filter(from -> dips(from, until)).isPresent();
    }

    /** Whether the answers of some second, or of what there is of it, missed the objective; no answers do not. */
    private boolean dips(Instant from, Instant until) {
        Double target = declared.objective();
        for (Instant start = from; target != null && start.isBefore(until); start = start.plus(Buckets.WIDTH)) {
            Instant end = start.plus(SECOND).isBefore(until) ? start.plus(SECOND) : until;
            Counts counts = buckets.counts(start, end);
            if (count().good(counts) < target * counts.total()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The lowest ratio of good answers in any whole second between the fault clock and {@code until}, or in what there is of the
     * first; 1 where there is nothing.
     */
    double lowest(Instant until) {
        Instant from = clock().orElse(until);
        if (from.plus(SECOND).isAfter(until)) {
            return from.isBefore(until) && buckets.counts(from, until).total() > 0 ? ratio(from, until) : 1;
        }
        double lowest = 1;
        for (Instant start = from; !start.plus(SECOND).isAfter(until); start = start.plusMillis(100)) {
            lowest = Math.min(lowest, ratio(start, start.plus(SECOND)));
        }
        return lowest;
    }

    private double ratio(Instant from, Instant to) {
        Counts counts = buckets.counts(from, to);
        return counts.total() == 0 ? 0 : (double) count().good(counts) / counts.total();
    }

    private Objective.Count count() {
        return declared.sli() == null
                ? Objective.Count.SUCCESS
                : Objective.Count.valueOf(declared.sli().toUpperCase(Locale.ROOT));
    }

    /** The gate: the hypothesis held before the fault, and no alert was firing. Empty when it was met. */
    Optional<String> gateUnmet() {
        Instant deed = facts.firstDeed().orElse(facts.phases.get(Phase.FAULT));
        if (facts.alertFired != null && (deed == null || facts.alertFired.isBefore(deed))) {
            return Optional.of("The alert '" + declared.alert() + "' was already firing before any fault");
        }
        return facts.last(Section.HYPOTHESIS_BEFORE)
                .filter(evaluation -> !evaluation.met())
                .map(evaluation -> "The steady state did not hold before the fault: " + evaluation.sentence())
                .or(aborts::metBefore)
                .or(aborts::unseenBefore);
    }

    /**
     * Whether the alert could have fired at all within its time: whether its short window ever had enough answers that came after the
     * fault's effect. True where the journal does not know the window.
     */
    boolean couldHaveFired() {
        Duration window = declared.alertWindow();
        Optional<Instant> clock = clock();
        if (window == null || clock.isEmpty()) {
            return true;
        }
        Duration within = declared.alertWithin() == null ? Duration.ZERO : declared.alertWithin();
        Instant from = clock.get();
        Instant latest = from.plus(within);
        for (Instant end = from; !end.isAfter(latest); end = end.plus(Buckets.WIDTH)) {
            Instant start = end.minus(window);
            if (buckets.counts(start.isBefore(from) ? from : start, end).total() >= BurnRate.LEAST_SAMPLES) {
                return true;
            }
        }
        return false;
    }

    private boolean isAboutAFault() {
        return declared.alert() != null
                || declared.recoveryHold() != null
                || declared.playbook() != null
                || !declared.degradation().isEmpty();
    }

    /** What is missing of the evidence of the faults. Empty when every fault was felt by the system. */
    Optional<String> evidenceMissing() {
        for (ArmFacts.FaultFacts fault : facts.faults.values()) {
            String name = fault.prepared.fault() + " on " + fault.prepared.target();
            if (fault.end == ArmFacts.FaultEnd.FAILED) {
                return Optional.of("The fault " + name + " could not be injected: " + fault.why);
            }
            if (fault.end == ArmFacts.FaultEnd.LOST) {
                return Optional.of("The fault " + name + " was lost: " + fault.why);
            }
        }
        if (facts.faultActionFailed != null) {
            return Optional.of("The fault action " + facts.faultActionFailed);
        }
        if (facts.faults.isEmpty() && isAboutAFault()) {
            return Optional.of(
                    "No fault was measured: degradation, alert, recovery and playbook are judged by the effect of an action"
                            + " of blackstart.fault in the method, and what a process or an http action does is not measured");
        }
        return evidence.stream()
                .flatMap(one -> one.missing().stream())
                .findFirst()
                .or(this::compositeUnexposed);
    }

    /** A fault made of many is exposed where one of its parts is. */
    private Optional<String> compositeUnexposed() {
        Map<String, List<Evidence>> composites = new LinkedHashMap<>();
        for (Evidence one : evidence) {
            if (one.composite() != null) {
                composites
                        .computeIfAbsent(one.composite(), id -> new ArrayList<>())
                        .add(one);
            }
        }
        return composites.values().stream()
                .filter(parts -> parts.stream().noneMatch(Evidence::exposed))
                .map(parts -> "The fault " + parts.get(0).fault() + " met no traffic of the system on any of "
                        + parts.stream().map(Evidence::target).collect(Collectors.joining(", ")))
                .findFirst();
    }
}
