package dev.blackstart.plan;

import dev.blackstart.document.Durations;
import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentValidator;
import dev.blackstart.experiment.Extension;
import dev.blackstart.experiment.Provider;
import dev.blackstart.fault.FaultAction;
import dev.blackstart.fault.FaultConflicts;
import dev.blackstart.fault.FaultRequest;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Reach;
import dev.blackstart.fault.Schedule;
import dev.blackstart.provider.ArgumentBinder;
import dev.blackstart.provider.ArgumentsInvalid;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.time.Duration;
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
    private final BlastRadius allowed;
    private final Optional<BlastRadius.Limit<Duration>> longestLease;
    private final List<Problem> problems;
    private final List<FaultRequest> requests = new ArrayList<>();
    private final Optional<PlannedReach> reach;

    /** @param allowed the stricter of what the experiment asks for and what its environment allows */
    FaultPlanner(
            Experiment experiment,
            Extension extension,
            Optional<Topology> topology,
            FunctionRegistry functions,
            UnaryOperator<@Nullable Object> substitution,
            BlastRadius allowed,
            Optional<BlastRadius.Limit<Duration>> longestLease,
            List<Problem> problems) {
        this.experiment = experiment;
        this.extension = extension;
        this.topology = topology;
        this.functions = functions;
        this.substitution = substitution;
        this.allowed = allowed;
        this.longestLease = longestLease;
        this.problems = problems;
        this.reach = topology.map(declared -> new PlannedReach(declared, substitution));
    }

    /** The faults among these activities, also those that are referred to, in their order. */
    List<PlannedFault> plan(List<Activity> activities) {
        List<PlannedFault> planned = new ArrayList<>();
        for (Activity activity : activities) {
            References.resolve(experiment, activity)
                    .flatMap(definition -> follow(definition, activity.background()))
                    .ifPresent(planned::add);
        }
        return planned;
    }

    /** What all faults so far can hit. */
    Reach reach() {
        return reach.map(PlannedReach::reach).orElse(Reach.NONE);
    }

    private Optional<PlannedFault> follow(Activity.Definition definition, boolean background) {
        if (!(definition.provider() instanceof Provider.Python python)
                || !python.module().equals(FaultType.MODULE)) {
            reach.ifPresent(so -> replaced(definition)
                    .ifPresentOrElse(
                            fault -> so.inject(definition, background, fault, Optional.empty()),
                            () -> so.pass(definition, background)));
            return Optional.empty();
        }
        Optional<String> id = Optional.ofNullable(
                        substitution.apply(python.plainArguments().get("id")))
                .map(String::valueOf);
        if (python.func().equals("revert")) {
            reach.ifPresent(so -> so.revert(definition, background, id.orElse("")));
            return Optional.empty();
        }
        Optional<PlannedFault> fault = fault(definition, python);
        fault.ifPresent(planned -> reach.ifPresent(so -> so.inject(definition, background, planned, id)));
        return fault;
    }

    /**
     * What a mitigation hits that stands where faults do: a service that is redeployed or restarted there is away for a while, or is
     * what it was no longer.
     */
    private Optional<PlannedFault> replaced(Activity.Definition activity) {
        if (!(activity.provider() instanceof Provider.Python python)
                || !python.module().equals("blackstart.mitigation")
                || topology.isEmpty()) {
            return Optional.empty();
        }
        Object service = substitution.apply(python.plainArguments().get("service"));
        Object ordinal = substitution.apply(python.plainArguments().get("ordinal"));
        List<TargetRef> replicas = knownTopology().replicas().stream()
                .filter(replica -> replica.service().equals(service))
                .filter(replica -> !(ordinal instanceof Number one) || one.intValue() == replica.ordinal())
                .<TargetRef>map(replica -> replica)
                .toList();
        return replicas.isEmpty()
                ? Optional.empty()
                : Optional.of(new PlannedFault(
                        activity.name(),
                        python.module() + "." + python.func(),
                        "",
                        replicas,
                        replicas.size(),
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }

    /** Checks everything that has been planned against each other, and against the blast radius. */
    void check() {
        ExperimentValidator.definitions(experiment).forEach(this::place);
        FaultConflicts.among(requests).forEach(conflict -> problems.add(new Problem(extension.at(), conflict)));
        blastRadius();
    }

    /** A fault that nobody plans would be beyond the blast radius, and one that is reverted must be there. */
    private void place(Activity.Definition activity) {
        if (!(activity.provider() instanceof Provider.Python python)
                || !python.module().equals(FaultType.MODULE)
                || onlyLooks(activity)) {
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
    private boolean onlyLooks(Activity.Definition activity) {
        return extension.abortWhen().contains(activity)
                || extension
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
            String message = String.valueOf(e.getMessage());
            problems.add(new Problem(argument(python, message), message));
        }
        return Optional.empty();
    }

    /** The argument that a message begins with, or whose text it quotes; else all of them. */
    private static Location argument(Provider.Python python, String message) {
        Node.Mapping arguments = python.arguments();
        if (arguments == null) {
            return python.at();
        }
        return arguments.members().entrySet().stream()
                .filter(argument -> message.startsWith(argument.getKey() + ":")
                        || message.contains("'" + argument.getValue().plain() + "'"))
                .map(argument -> argument.getValue().at())
                .findFirst()
                .orElse(arguments.at());
    }

    private <A extends Record> PlannedFault planned(
            Activity.Definition activity, Provider.Python python, FaultAction<A> action) {
        A arguments = ArgumentBinder.bind(action.type(), python.arguments(), python.at(), substitution);
        FaultRequest request = action.plan(arguments, knownTopology());
        requests.add(request);
        FaultAction.unavailable(request, knownTopology())
                .forEach(reason -> problems.add(Problem.ofMachine(activity.at(), reason)));
        pauses(activity, request);
        lease(activity, request);
        Reach.tooLong(allowed, request.fault(), request.duration()).ifPresent(excess -> beyond(activity.at(), excess));
        return new PlannedFault(
                activity.name(),
                request.fault(),
                action.summary(arguments) + beside(request),
                request.targets(),
                Math.min(action.wanted(arguments), request.targets().size()),
                request.duration(),
                FaultAction.undoKinds(request),
                FaultAction.doubts(request, knownTopology()));
    }

    /** What was asked for beside the fault's own arguments, where it is not the usual. */
    private static String beside(FaultRequest request) {
        return (request.schedule() instanceof Schedule.Steady ? "" : ", " + request.schedule())
                + request.lease()
                        .map(lease -> ", lease=" + Durations.format(lease))
                        .orElse("");
    }

    private void lease(Activity.Definition activity, FaultRequest request) {
        longestLease.ifPresent(longest -> request.lease()
                .filter(lease -> lease.compareTo(longest.most()) > 0)
                .ifPresent(lease -> problems.add(new Problem(
                        activity.at(),
                        "lease: " + Durations.format(lease) + " is more than the environment allows, "
                                + Durations.format(longest.most()) + " (" + longest.at() + ")"))));
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

    private void blastRadius() {
        topology.ifPresent(declared -> allowed.services()
                .ifPresent(limit -> limit.most().stream()
                        .filter(service -> declared.service(service).isEmpty())
                        .forEach(service -> problems.add(new Problem(
                                limit.at(),
                                "blast-radius.services: unknown service '" + service + "'; known: "
                                        + String.join(", ", declared.services().keySet())
                                        + Suggestions.didYouMean(
                                                service, declared.services().keySet()))))));
        for (Reach.Excess excess : reach().beyond(allowed)) {
            beyond(isOwn(excess) ? excess.limit() : extension.at(), excess);
        }
        extension
                .workload()
                .flatMap(load -> Reach.tooMuch(allowed, load.rate()))
                .ifPresent(excess ->
                        beyond(extension.workload().map(Extension.Workload::at).orElse(extension.at()), excess));
    }

    private boolean isOwn(Reach.Excess excess) {
        return excess.limit().source().equals(extension.at().source());
    }

    /** @param at what goes too far; the message names the limit where that stands elsewhere */
    private void beyond(Location at, Reach.Excess excess) {
        String limit = at.equals(excess.limit()) ? "" : " (" + excess.limit() + ")";
        problems.add(new Problem(at, excess.sentence() + limit));
    }
}
