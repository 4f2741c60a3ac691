package dev.blackstart.plan;

import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Extension;
import dev.blackstart.experiment.Provider;
import dev.blackstart.fault.FaultFunctions;
import dev.blackstart.fault.FaultRequest;
import dev.blackstart.fault.FaultType;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans the faults of a method: targets, conflicts, blast radius. */
final class FaultPlanner {
    private final Optional<Topology> topology;
    private final UnaryOperator<@Nullable Object> substitution;
    private final List<Problem> problems;

    FaultPlanner(
            Optional<Topology> topology, UnaryOperator<@Nullable Object> substitution, List<Problem> problems) {
        this.topology = topology;
        this.substitution = substitution;
        this.problems = problems;
    }

    List<PlannedFault> plan(Experiment experiment, Extension extension) {
        List<PlannedFault> planned = new ArrayList<>();
        Map<String, String> taken = new HashMap<>();
        for (Activity activity : experiment.method()) {
            if (activity instanceof Activity.Definition definition
                    && definition.provider() instanceof Provider.Python python
                    && python.module().equals(FaultType.MODULE)
                    && !python.func().equals("revert")) {
                fault(definition, python, extension, taken).ifPresent(planned::add);
            }
        }
        extension.blastRadius().ifPresent(radius -> blastRadius(radius, planned));
        return planned;
    }

    private Optional<PlannedFault> fault(
            Activity.Definition activity, Provider.Python python, Extension extension, Map<String, String> taken) {
        if (topology.isEmpty()) {
            if (extension.topology().isEmpty()) {
                problems.add(new Problem(activity.at(), "a fault needs a topology: add one to the blackstart extension"));
            }
            return Optional.empty();
        }
        Optional<FaultRequest> request = FaultFunctions.planned(python, topology.get(), substitution, problems);
        return request.map(found -> {
            conflicts(activity, found, taken);
            return new PlannedFault(
                    activity.name(),
                    found.driver().type().name(),
                    arguments(python),
                    found.targets(),
                    found.duration(),
                    found.driver().undoKinds());
        });
    }

    private void conflicts(Activity.Definition activity, FaultRequest request, Map<String, String> taken) {
        for (TargetRef target : request.targets()) {
            String key = request.driver().type().conflictKey() + " on " + target;
            String other = taken.putIfAbsent(key, activity.name());
            if (other != null) {
                problems.add(new Problem(
                        activity.at(), "the same fault twice on " + target + ": '" + other + "' has it already"));
            }
        }
    }

    private String arguments(Provider.Python python) {
        return python.plainArguments().entrySet().stream()
                .map(argument -> argument.getKey() + "=" + substitution.apply(argument.getValue()))
                .collect(Collectors.joining(" "));
    }

    private void blastRadius(Extension.BlastRadius radius, List<PlannedFault> planned) {
        Set<String> services = new LinkedHashSet<>();
        Set<String> replicas = new LinkedHashSet<>();
        for (PlannedFault fault : planned) {
            for (TargetRef target : fault.targets()) {
                services.add(PlanText.service(target));
                replicas.add(PlanText.replica(target));
            }
        }
        topology.ifPresent(declared -> radius.services().stream()
                .filter(service -> declared.service(service).isEmpty())
                .forEach(service -> problems.add(new Problem(
                        radius.at(), "blast-radius.services: unknown service '" + service + "'; known: "
                                + String.join(", ", declared.services().keySet())))));
        if (!radius.services().isEmpty()) {
            services.removeAll(radius.services());
            if (!services.isEmpty()) {
                problems.add(new Problem(
                        radius.at(),
                        "the faults reach beyond the blast radius: " + String.join(", ", services) + " not in "
                                + radius.services()));
            }
        }
        if (radius.replicas() > 0 && replicas.size() > radius.replicas()) {
            problems.add(new Problem(
                    radius.at(),
                    "the faults hit " + replicas.size() + " replicas (" + String.join(", ", replicas)
                            + "), the blast radius allows " + radius.replicas()));
        }
    }
}
