package dev.blackstart.report;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a run can be judged at all. Where it cannot, that is the only finding.
 *
 * @param dry what the run left out
 */
record Validity(Optional<String> dry, ArmJudge treatment, Optional<ArmJudge> control) {
    /** Empty where the run can be judged. */
    Optional<Finding> why() {
        Optional<String> metBefore = treatment.aborts.metBefore();
        if (metBefore.isPresent()) {
            return invalid("gate", metBefore.get());
        }
        Optional<String> aborted = Stream.concat(Stream.of(treatment), control.stream())
                .flatMap(arm -> arm.aborts.abortedBy().stream())
                .findFirst();
        if (aborted.isPresent()) {
            return invalid("run", aborted.get());
        }
        Optional<String> unseen = Stream.concat(Stream.of(treatment), control.stream())
                .flatMap(arm -> arm.aborts.stoppedUnseen().stream())
                .findFirst();
        if (unseen.isPresent()) {
            return invalid("run", unseen.get());
        }
        Optional<String> interrupted = Stream.concat(Stream.of(treatment), control.stream())
                .flatMap(arm -> Stream.ofNullable(arm.facts.interrupted))
                .findFirst();
        if (interrupted.isPresent()) {
            return invalid("run", "The run was interrupted (" + interrupted.get() + ")");
        }
        if (dry.isPresent() && !dry.get().equals("pause")) {
            return invalid(
                    "run",
                    "The run was dry: its " + dry.get() + " were left out, and nothing can be said without them");
        }
        if (treatment.facts.aborted != null) {
            return invalid("run", "The run was given up: " + treatment.facts.aborted);
        }
        Optional<String> gate = treatment.gateUnmet();
        if (gate.isPresent()) {
            return invalid("gate", gate.get());
        }
        return treatment.evidenceMissing().flatMap(missing -> invalid("fault", missing));
    }

    private static Optional<Finding> invalid(String topic, String sentence) {
        return Optional.of(new Finding(Verdict.INCONCLUSIVE, topic, sentence));
    }
}
