package dev.blackstart.plan;

import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Extension;
import dev.blackstart.fault.Reach;
import dev.blackstart.journal.Declared;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.slo.BurnRate;
import dev.blackstart.slo.Objective;
import dev.blackstart.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run of an experiment would do. Immutable; making one starts nothing.
 *
 * @param objective read from the alert's SLO file
 * @param faults every fault of the method, in its order
 * @param rollbackFaults every fault of the rollbacks, in their order
 * @param reach what all of them can hit
 * @param blastRadius the stricter of what the experiment asks for and what its environment allows
 * @param settings what the environment allows
 */
public record Plan(
        Experiment experiment,
        Optional<Topology> topology,
        Optional<Objective> objective,
        Optional<Playbook> playbook,
        List<PlannedFault> faults,
        List<PlannedFault> rollbackFaults,
        Reach reach,
        BlastRadius blastRadius,
        Settings settings) {
    /** The longest window of the load that an abort condition may have: the fault waits until it is full. */
    public static final Duration LONGEST_ABORT_WINDOW = Duration.ofSeconds(25);

    public Plan {
        faults = List.copyOf(faults);
        rollbackFaults = List.copyOf(rollbackFaults);
    }

    /** The extension; empty for a plain Chaos Toolkit file. */
    public Optional<Extension> extension() {
        return experiment.extension();
    }

    /** What folds over the journal need to know. */
    public Declared declared() {
        if (extension().isEmpty()) {
            return Declared.NOTHING;
        }
        Extension extension = extension().get();
        return new Declared(
                true,
                extension.workload().map(load -> load.call().to()).orElse(null),
                extension
                        .degradation()
                        .map(degradation -> degradation.probes().stream()
                                .map(probe -> probe.document().members().get("name"))
                                .map(name -> name == null ? "" : String.valueOf(name.plain()))
                                .toList())
                        .orElse(List.of()),
                objective.map(slo -> slo.alert().name()).orElse(null),
                extension.alert().map(Extension.AlertRule::within).orElse(null),
                extension.alert().map(Extension.AlertRule::timeScale).orElse(1.0),
                objective
                        .map(slo -> slo.count().name().toLowerCase(java.util.Locale.ROOT))
                        .orElse(null),
                objective.map(Objective::fastWithin).orElse(null),
                objective.map(Objective::target).orElse(null),
                playbook.map(Playbook::name).orElse(null),
                playbook.map(book -> book.steps().stream()
                                .map(step -> step.activity().name())
                                .toList())
                        .orElse(List.of()),
                extension.recovery().map(Extension.Recovery::within).orElse(null),
                extension.recovery().map(Extension.Recovery::hold).orElse(null),
                extension.control().runs(),
                extension.abortWhen().stream().map(Activity::shownName).toList(),
                extension
                        .alert()
                        .flatMap(rule ->
                                objective.map(slo -> BurnRate.scaled(slo.alert().shortWindow(), rule.timeScale())))
                        .orElse(null),
                extension.vacuity().word());
    }
}
