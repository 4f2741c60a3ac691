package dev.blackstart.plan;

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
import org.jspecify.annotations.Nullable;

/** Checks the services, replicas and links that arguments of topology and mitigation functions name. */
final class NamesCheck {
    private final Topology topology;
    private final List<Problem> problems;

    private NamesCheck(Topology topology, List<Problem> problems) {
        this.topology = topology;
        this.problems = problems;
    }

    static void check(Experiment experiment, Optional<Playbook> playbook, Topology topology, List<Problem> problems) {
        List<Activity.Definition> all = new ArrayList<>(ExperimentValidator.definitions(experiment));
        playbook.ifPresent(book -> {
            all.addAll(book.verification());
            book.steps().forEach(step -> all.add(step.activity()));
        });
        NamesCheck check = new NamesCheck(topology, problems);
        for (Activity.Definition activity : all) {
            if (activity.provider() instanceof Provider.Python python
                    && (python.module().equals("blackstart.topology")
                            || python.module().equals("blackstart.mitigation"))) {
                check.activity(activity, python.plainArguments());
            }
        }
    }

    private void activity(Activity.Definition activity, Map<String, @Nullable Object> arguments) {
        if (arguments.get("of") instanceof String text && !text.contains("${")) {
            targets(activity, text);
        }
        if (arguments.get("service") instanceof String text && !text.contains("${")) {
            topology.service(text).ifPresentOrElse(service -> mitigation(activity, arguments, service), () -> {
                problem(
                        activity,
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
            problem(activity, String.valueOf(e.getMessage()));
        }
    }

    /** What would otherwise come out only when the alert has fired and the step is carried out. */
    private void mitigation(Activity.Definition activity, Map<String, @Nullable Object> arguments, Service service) {
        if (arguments.get("ordinal") instanceof Number ordinal
                && (ordinal.longValue() < 1 || ordinal.longValue() > service.replicas())) {
            problem(
                    activity,
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
    }

    private static void addTexts(Collection<?> values, List<String> into) {
        values.forEach(value -> into.add(String.valueOf(value)));
    }

    private void problem(Activity.Definition activity, String message) {
        problems.add(new Problem(activity.at(), message));
    }
}
