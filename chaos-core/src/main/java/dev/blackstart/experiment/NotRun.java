package dev.blackstart.experiment;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what Chaos Toolkit would run and this version does not: better refused than quietly left out. */
final class NotRun {
    private static final List<String> HYPOTHESIS =
            List.of("default", "before-method-only", "after-method-only", "skip");
    private static final Set<String> LATER = Set.of("during-method-only", "continuously", "continously");
    private static final List<String> ROLLBACKS = List.of("default", "always", "never", "deviated");

    private NotRun() {}

    static void find(Experiment experiment, List<Problem> into) {
        controls(experiment.controls(), into);
        Hypothesis hypothesis = experiment.hypothesis();
        if (hypothesis != null) {
            controls(hypothesis.controls(), into);
            activities(hypothesis.probes(), into);
        }
        activities(experiment.method(), into);
        activities(experiment.rollbacks(), into);
        strategies(experiment, into);
        if (experiment.document().members().get("secrets") instanceof Node.Mapping secrets) {
            vault(secrets, into);
        }
    }

    private static void activities(List<Activity> activities, List<Problem> into) {
        activities.forEach(activity -> {
            if (activity instanceof Activity.Definition definition) {
                controls(definition.controls(), into);
            }
        });
    }

    private static void controls(List<Control> controls, List<Problem> into) {
        controls.forEach(control ->
                into.add(new Problem(control.at(), "control '" + control.name() + "': controls are not run yet")));
    }

    private static void strategies(Experiment experiment, List<Problem> into) {
        String hypothesis = experiment.runtime().hypothesisStrategy();
        if (hypothesis != null && !HYPOTHESIS.contains(hypothesis)) {
            String why = LATER.contains(hypothesis)
                    ? "the hypothesis strategy '" + hypothesis + "' is not run yet; known: "
                            + String.join(", ", HYPOTHESIS)
                    : unknown("hypothesis", hypothesis, HYPOTHESIS);
            into.add(new Problem(runtimeAt(experiment, "hypothesis"), why));
        }
        String rollbacks = experiment.runtime().rollbacksStrategy();
        if (rollbacks != null && !ROLLBACKS.contains(rollbacks)) {
            into.add(new Problem(runtimeAt(experiment, "rollbacks"), unknown("rollbacks", rollbacks, ROLLBACKS)));
        }
    }

    private static String unknown(String of, String strategy, List<String> known) {
        return "unknown " + of + " strategy '" + strategy + "'; known: " + String.join(", ", known)
                + Suggestions.didYouMean(strategy, known);
    }

    private static Location runtimeAt(Experiment experiment, String of) {
        @Nullable Node runtime = experiment.document().members().get("runtime");
        if (runtime instanceof Node.Mapping mapping
                && mapping.members().get(of) instanceof Node.Mapping entry
                && entry.members().get("strategy") instanceof Node.Scalar strategy) {
            return strategy.at();
        }
        return experiment.document().at();
    }

    private static void vault(Node.Mapping secrets, List<Problem> into) {
        secrets.members().values().forEach(member -> {
            if (member instanceof Node.Mapping mapping) {
                if (mapping.members().get("type") instanceof Node.Scalar type && "vault".equals(type.value())) {
                    into.add(new Problem(mapping.at(), "secrets from a vault are not read yet"));
                } else {
                    vault(mapping, into);
                }
            }
        });
    }
}
