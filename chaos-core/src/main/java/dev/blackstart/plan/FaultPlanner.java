package dev.blackstart.plan;

import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Extension;
import dev.blackstart.experiment.Provider;
import dev.blackstart.fault.FaultArguments;
import dev.blackstart.fault.FaultConflicts;
import dev.blackstart.fault.FaultFunction;
import dev.blackstart.fault.FaultRequest;
import dev.blackstart.fault.FaultType;
import dev.blackstart.provider.ArgumentBinder;
import dev.blackstart.provider.ArgumentsInvalid;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Plans the faults of a method: targets, conflicts, blast radius. */
final class FaultPlanner {
    private final Optional<Topology> topology;
    private final UnaryOperator<@Nullable Object> substitution;
    private final FunctionRegistry functions;
    private final List<Problem> problems;
    private final List<FaultRequest> requests = new ArrayList<>();

    FaultPlanner(
            Optional<Topology> topology,
            FunctionRegistry functions,
            UnaryOperator<@Nullable Object> substitution,
            List<Problem> problems) {
        this.topology = topology;
        this.functions = functions;
        this.substitution = substitution;
        this.problems = problems;
    }

    List<PlannedFault> plan(Experiment experiment, Extension extension) {
        List<PlannedFault> planned = new ArrayList<>();
        for (Activity activity : experiment.method()) {
            if (activity instanceof Activity.Definition definition
                    && definition.provider() instanceof Provider.Python python
                    && python.module().equals(FaultType.MODULE)
                    && !python.func().equals("revert")) {
                fault(definition, python, extension).ifPresent(planned::add);
            }
        }
        FaultConflicts.among(requests)
                .forEach(conflict ->
                        problems.add(new Problem(experiment.method().get(0).at(), conflict)));
        extension.blastRadius().ifPresent(radius -> blastRadius(radius, planned));
        return planned;
    }

    private Optional<PlannedFault> fault(Activity.Definition activity, Provider.Python python, Extension extension) {
        if (topology.isEmpty()) {
            if (extension.topology().isEmpty()) {
                problems.add(
                        new Problem(activity.at(), "a fault needs a topology: add one to the blackstart extension"));
            }
            return Optional.empty();
        }
        if (!(functions.find(python.module(), python.func()).orElse(null) instanceof FaultFunction function)) {
            return Optional.empty();
        }
        try {
            FaultArguments arguments =
                    ArgumentBinder.bind(function.type(), python.arguments(), python.at(), substitution);
            FaultRequest request = function.plan(arguments, topology.get());
            requests.add(request);
            function.unavailable(request).forEach(reason -> problems.add(new Problem(activity.at(), reason)));
            return Optional.of(new PlannedFault(
                    activity.name(),
                    function.driver().type().name(),
                    function.summary(arguments),
                    request.targets(),
                    request.duration(),
                    function.undoKinds()));
        } catch (ArgumentsInvalid invalid) {
            problems.addAll(invalid.problems());
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(
                    python.arguments() == null
                            ? python.at()
                            : python.arguments().at(),
                    String.valueOf(e.getMessage())));
        }
        return Optional.empty();
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
                        radius.at(),
                        "blast-radius.services: unknown service '" + service + "'; known: "
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
