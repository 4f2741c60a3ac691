package dev.blackstart.report;

import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a control arm says anything of its playbook: a dead or different system would pass for one that does not recover. */
final class ControlValidity {
    /** How much less deep than the treatment's the control arm's dip may be: the noise of about 40 answers a second. */
    private static final double DIP_MARGIN = 0.15;

    private ControlValidity() {}

    /** Why the control arm proves nothing, as half a sentence; empty when it does. */
    static Optional<String> why(Declared declared, ArmJudge treatment, Optional<ArmJudge> control) {
        if (control.isEmpty()) {
            return Optional.of(
                    declared.controlRuns() == 0
                            ? "the experiment asks for no control arm"
                            : "the control arm did not run");
        }
        ArmJudge arm = control.get();
        if (arm.facts.aborted != null) {
            return Optional.of("the control arm was given up: " + arm.facts.aborted);
        }
        Optional<String> unmet = arm.gateUnmet().or(arm::evidenceMissing);
        if (unmet.isPresent()) {
            return unmet.map(sentence -> "in the control arm, " + Words.inside(sentence));
        }
        if (treatment.facts.last(Section.HYPOTHESIS_BEFORE).isPresent()
                && arm.facts.last(Section.HYPOTHESIS_BEFORE).isEmpty()) {
            return Optional.of("in the control arm nobody looked at the steady state before the fault");
        }
        if (declared.alert() != null && !arm.alerted()) {
            return Optional.of("in the control arm the alert did not fire in time");
        }
        return shallow(treatment, arm).or(() -> brief(declared, treatment, arm)).or(() -> dead(arm));
    }

    private static Optional<String> shallow(ArmJudge treatment, ArmJudge arm) {
        double treated = treatment.lowest(treatment.facts.firstStep().orElse(end(treatment)));
        double untreated = arm.lowest(end(arm));
        return untreated > treated + DIP_MARGIN
                ? Optional.of("the control arm was not hit as hard: its worst second had " + Words.percent(untreated)
                        + " good answers, the treatment's " + Words.percent(treated))
                : Optional.empty();
    }

    /** One that recovers has been watched for long enough; any other for no shorter than the treatment. */
    private static Optional<String> brief(Declared declared, ArmJudge treatment, ArmJudge arm) {
        if (arm.recovered().isPresent()) {
            return Optional.empty();
        }
        Duration declaredLeast = orNone(declared.alertWithin())
                .plus(orNone(declared.recoveryWithin()))
                .plus(orNone(declared.recoveryHold()));
        Duration treated = treatment.watched();
        Duration least = treated.compareTo(declaredLeast) > 0 ? treated : declaredLeast;
        Duration observed = arm.observed();
        return observed.compareTo(least) < 0
                ? Optional.of("the control arm was observed for only " + Words.seconds(observed) + " of at least "
                        + Words.seconds(least))
                : Optional.empty();
    }

    private static Duration orNone(@Nullable Duration duration) {
        return duration == null ? Duration.ZERO : duration;
    }

    private static Optional<String> dead(ArmJudge arm) {
        return arm.cameBack()
                ? Optional.empty()
                : Optional.of("the control arm did not come back after its fault was reverted");
    }

    private static Instant end(ArmJudge arm) {
        return arm.facts
                .faultEnd()
                .orElse(arm.facts.entries.get(arm.facts.entries.size() - 1).at());
    }
}
