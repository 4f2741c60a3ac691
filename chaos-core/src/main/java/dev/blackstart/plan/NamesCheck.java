package dev.blackstart.plan;

import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentValidator;
import dev.blackstart.experiment.Provider;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.topology.PeerAddresses;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetNames;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Checks the services, replicas and links that arguments of topology and mitigation functions name. */
final class NamesCheck {
    private final Experiment experiment;
    private final Topology topology;
    private final List<Problem> problems;

    private NamesCheck(Experiment experiment, Topology topology, List<Problem> problems) {
        this.experiment = experiment;
        this.topology = topology;
        this.problems = problems;
    }

    /** @param substitution puts in what is known of the configuration */
    static void check(
            Experiment experiment,
            Optional<Playbook> playbook,
            Topology topology,
            UnaryOperator<@Nullable Object> substitution,
            List<Problem> problems) {
        List<Activity.Definition> all = new ArrayList<>(ExperimentValidator.definitions(experiment));
        playbook.ifPresent(book -> {
            all.addAll(book.verification());
            book.steps().forEach(step -> all.add(step.activity()));
        });
        NamesCheck check = new NamesCheck(experiment, topology, problems);
        for (Activity.Definition activity : all) {
            if (activity.provider() instanceof Provider.Python python
                    && (python.module().equals("blackstart.topology")
                            || python.module().equals("blackstart.mitigation"))) {
                Object arguments = substitution.apply(python.plainArguments());
                check.activity(activity, arguments instanceof Map<?, ?> map ? map : Map.of());
            }
        }
    }

    private void activity(Activity.Definition activity, Map<?, ?> arguments) {
        if (arguments.get("of") instanceof String text && !text.contains("${")) {
            targets(activity, text);
        }
        if (arguments.get("service") instanceof String text && !text.contains("${")) {
            topology.service(text).ifPresentOrElse(service -> mitigation(activity, arguments, service), () -> {
                problem(
                        activity,
                        "service",
                        "unknown service '" + text + "'; known: "
                                + String.join(", ", topology.services().keySet())
                                + Suggestions.didYouMean(
                                        text, topology.services().keySet()));
            });
        }
    }

    private void targets(Activity.Definition activity, String text) {
        TargetNames names = new TargetNames(topology);
        try {
            if (text.contains("->")) {
                names.links(text);
            } else {
                names.replicas(text);
            }
        } catch (IllegalArgumentException e) {
            problem(activity, "of", String.valueOf(e.getMessage()));
        }
    }

    /** What would otherwise come out only when the alert has fired and the step is carried out. */
    private void mitigation(Activity.Definition activity, Map<?, ?> arguments, Service service) {
        if (arguments.get("ordinal") instanceof Number ordinal && ordinal.longValue() > service.replicas()) {
            problem(
                    activity,
                    "ordinal",
                    "ordinal must be from 1 to " + service.replicas() + ", the replicas of " + service.name() + ": "
                            + ordinal);
        }
        List<String> texts = new ArrayList<>();
        if (arguments.get("environment") instanceof Map<?, ?> environment) {
            addTexts(environment.values(), texts);
        }
        if (arguments.get("command") instanceof List<?> command) {
            addTexts(command, texts);
        }
        List<String> declared = service.links().stream().map(Object::toString).toList();
        for (String peer : PeerAddresses.undeclared(texts, topology.services().keySet(), declared)) {
            problem(
                    activity,
                    "service '" + service.name() + "' is told the address '" + peer + "', but has no such link: add \""
                            + peer + "\" to its x-blackstart.links in "
                            + topology.file().getFileName());
        }
        variables(activity, service, texts, declared);
    }

    /** A variable of the run holds where a replica itself is reached: past the link, and past its fault. */
    private void variables(Activity.Definition activity, Service service, List<String> texts, List<String> declared) {
        for (Service other : topology.services().values()) {
            for (int port : other.ports()) {
                String name = PeerAddresses.variable(other.name(), port);
                String peer = other.name() + ":" + port;
                if (!other.name().equals(service.name())
                        && !experiment.configuration().containsKey(name)
                        && texts.stream().anyMatch(text -> PeerAddresses.holdsVariable(text, name))) {
                    problem(
                            activity,
                            "service '" + service.name() + "' is told ${" + name + "}, the address of " + other.name()
                                    + " itself, past every link and its fault: write \"" + peer + "\""
                                    + (declared.contains(peer)
                                            ? ", its link"
                                            : ", and add that to its x-blackstart.links in "
                                                    + topology.file().getFileName()));
                }
            }
        }
    }

    private static void addTexts(Collection<?> values, List<String> into) {
        values.forEach(value -> into.add(String.valueOf(value)));
    }

    private void problem(Activity.Definition activity, String message) {
        problems.add(new Problem(activity.at(), message));
    }

    private void problem(Activity.Definition activity, String argument, String message) {
        Node at = activity.provider() instanceof Provider.Python python && python.arguments() != null
                ? python.arguments().members().get(argument)
                : null;
        problems.add(new Problem(at == null ? activity.at() : at.at(), message));
    }
}
