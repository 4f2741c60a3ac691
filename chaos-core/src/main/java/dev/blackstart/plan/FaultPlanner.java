package dev.blackstart.plan;

import dev.blackstart.document.Durations;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentValidator;
import dev.blackstart.experiment.Extension;
import dev.blackstart.experiment.Provider;
import dev.blackstart.fault.FaultAction;
import dev.blackstart.fault.FaultConflicts;
import dev.blackstart.fault.FaultRequest;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Schedule;
import dev.blackstart.provider.ArgumentBinder;
import dev.blackstart.provider.ArgumentsInvalid;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Plans the faults of an experiment: targets, conflicts, blast radius. */
final class FaultPlanner {
    private final Experiment experiment;
    private final Extension extension;
    private final Optional<Topology> topology;
    private final UnaryOperator<@Nullable Object> substitution;
    private final FunctionRegistry functions;
    private final List<Problem> problems;
    private final List<FaultRequest> requests = new ArrayList<>();
    private final List<PlannedFault> all = new ArrayList<>();

    FaultPlanner(
            Experiment experiment,
            Extension extension,
            Optional<Topology> topology,
            FunctionRegistry functions,
            UnaryOperator<@Nullable Object> substitution,
            List<Problem> problems) {
        this.experiment = experiment;
        this.extension = extension;
        this.topology = topology;
        this.functions = functions;
        this.substitution = substitution;
        this.problems = problems;
    }

    /** The faults among these activities, also those that are referred to, in their order. */
    List<PlannedFault> plan(List<Activity> activities) {
        List<PlannedFault> planned = new ArrayList<>();
        for (Activity activity : activities) {
            References.resolve(experiment, activity)
                    .filter(definition -> definition.provider() instanceof Provider.Python python
                            && python.module().equals(FaultType.MODULE)
                            && !python.func().equals("revert"))
                    .flatMap(definition -> fault(definition, (Provider.Python) definition.provider()))
                    .ifPresent(planned::add);
        }
        all.addAll(planned);
        return planned;
    }

    /** Checks everything that has been planned against each other, and against the blast radius. */
    void check() {
        ExperimentValidator.definitions(experiment).forEach(this::place);
        FaultConflicts.among(requests).forEach(conflict -> problems.add(new Problem(extension.at(), conflict)));
        extension.blastRadius().ifPresent(this::blastRadius);
    }

    /** A fault that nobody plans would be beyond the blast radius, and one that is reverted must be there. */
    private void place(Activity.Definition activity) {
        if (!(activity.provider() instanceof Provider.Python python)
                || !python.module().equals(FaultType.MODULE)
                || isDegradation(activity)) {
            return;
        }
        if (!experiment.method().contains(activity) && !experiment.rollbacks().contains(activity)) {
            problems.add(new Problem(
                    activity.at(),
                    "'" + activity.name() + "' calls " + FaultType.MODULE + "." + python.func()
                            + ", which stands in the method or the rollbacks only"));
        } else if (python.func().equals("revert")) {
            reverted(activity, python);
        }
    }

    /** Those are told apart elsewhere. */
    private boolean isDegradation(Activity.Definition activity) {
        return extension
                .degradation()
                .filter(degradation -> degradation.probes().contains(activity))
                .isPresent();
    }

    private void reverted(Activity.Definition activity, Provider.Python python) {
        Object id = substitution.apply(python.plainArguments().get("id"));
        Set<String> known = new TreeSet<>();
        for (FaultRequest request : requests) {
            request.id().ifPresent(name -> {
                known.add(name);
                for (int i = 1;
                        request.targets().size() > 1 && i <= request.targets().size();
                        i++) {
                    known.add(name + "-" + i);
                }
            });
        }
        if (id instanceof String name && !name.contains("${") && !known.contains(name) && topology.isPresent()) {
            problems.add(new Problem(
                    activity.at(),
                    "no fault has the id '" + name + "'; known: "
                            + (known.isEmpty() ? "none (no fault has an id)" : String.join(", ", known))
                            + Suggestions.didYouMean(name, known)));
        }
    }

    private Optional<PlannedFault> fault(Activity.Definition activity, Provider.Python python) {
        if (topology.isEmpty()) {
            if (extension.topology().isEmpty()) {
                problems.add(
                        new Problem(activity.at(), "a fault needs a topology: add one to the blackstart extension"));
            }
            return Optional.empty();
        }
        if (!(functions.find(python.module(), python.func()).orElse(null) instanceof FaultAction<?> action)) {
            return Optional.empty();
        }
        try {
            return Optional.of(planned(activity, python, action));
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

    private <A extends Record> PlannedFault planned(
            Activity.Definition activity, Provider.Python python, FaultAction<A> action) {
        A arguments = ArgumentBinder.bind(action.type(), python.arguments(), python.at(), substitution);
        FaultRequest request = action.plan(arguments, knownTopology());
        requests.add(request);
        FaultAction.unavailable(request).forEach(reason -> problems.add(new Problem(activity.at(), reason)));
        pauses(activity, request);
        return new PlannedFault(
                activity.name(),
                request.fault(),
                action.summary(arguments) + beside(request),
                request.targets(),
                Math.min(action.wanted(arguments), request.targets().size()),
                request.duration(),
                FaultAction.undoKinds(request));
    }

    /** What was asked for beside the fault's own arguments, where it is not the usual. */
    private static String beside(FaultRequest request) {
        return (request.schedule() instanceof Schedule.Steady ? "" : ", " + request.schedule())
                + request.lease()
                        .map(lease -> ", lease=" + Durations.format(lease))
                        .orElse("");
    }

    private Topology knownTopology() {
        return topology.orElseThrow(() -> new IllegalStateException("faults are planned on a topology only"));
    }

    /** A window of recovery that fits into a pause of the fault would be taken for one under it. */
    private void pauses(Activity.Definition activity, FaultRequest request) {
        if (request.schedule() instanceof Schedule.Pulse pulse) {
            extension
                    .recovery()
                    .filter(recovery -> pulse.off().compareTo(recovery.hold()) >= 0)
                    .ifPresent(recovery -> problems.add(new Problem(
                            activity.at(),
                            "schedule.pulse.off must be shorter than recovery.hold ("
                                    + Durations.format(recovery.hold())
                                    + "), or the system recovers in a pause of the fault: "
                                    + Durations.format(pulse.off()))));
        }
    }

    private void blastRadius(Extension.BlastRadius radius) {
        topology.ifPresent(declared -> radius.services().stream()
                .filter(service -> declared.service(service).isEmpty())
                .forEach(service -> problems.add(new Problem(
                        radius.at(),
                        "blast-radius.services: unknown service '" + service + "'; known: "
                                + String.join(", ", declared.services().keySet())))));
        Reach reach = Reach.of(all);
        Set<String> beyond = new TreeSet<>(reach.services());
        radius.services().forEach(beyond::remove);
        if (!radius.services().isEmpty() && !beyond.isEmpty()) {
            problems.add(new Problem(
                    radius.at(),
                    "the faults reach beyond the blast radius: " + String.join(", ", beyond) + " not in "
                            + radius.services()));
        }
        if (radius.replicas() > 0 && reach.most() > radius.replicas()) {
            problems.add(new Problem(
                    radius.at(),
                    "the faults hit " + reach.most() + " replicas "
                            + (reach.most() < reach.replicas().size() ? "of (" : "(")
                            + String.join(", ", reach.replicas()) + "), the blast radius allows " + radius.replicas()));
        }
    }
}
