package dev.blackstart.experiment;

import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.tolerance.Tolerance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks what the shape of an experiment does not show: its environment, and whatever {@link ActivityCheck}s know. Runs nothing. */
public final class ExperimentValidator {
    private ExperimentValidator() {}

    /**
     * The problems of an experiment that could be read, beyond those that the reader found.
     *
     * @param environment usually {@code System.getenv()}
     * @param checks asked about each activity, also those that tolerances and the configuration hold
     */
    public static List<Problem> validate(
            Experiment experiment, Map<String, String> environment, Overrides overrides, List<ActivityCheck> checks) {
        List<Problem> problems = new ArrayList<>(
                Configuration.resolve(experiment, environment, overrides, Configuration.DynamicValues.NONE)
                        .problems());
        definitions(experiment).forEach(activity -> checks.forEach(check -> problems.addAll(check.check(activity))));
        return problems;
    }

    /** Every probe and action that the experiment declares, wherever it stands; references left out. */
    public static List<Activity.Definition> definitions(Experiment experiment) {
        List<Activity.Definition> definitions = new ArrayList<>();
        experiment.configuration().values().forEach(value -> {
            if (value instanceof ConfigurationValue.Dynamic dynamic) {
                definitions.add(dynamic.probe());
            }
        });
        if (experiment.hypothesis() != null) {
            judged(experiment.hypothesis().probes(), definitions);
        }
        collect(experiment.method(), definitions);
        collect(experiment.rollbacks(), definitions);
        experiment
                .extension()
                .flatMap(Extension::degradation)
                .ifPresent(degradation -> judged(degradation.probes(), definitions));
        experiment.extension().ifPresent(extension -> judged(extension.abortWhen(), definitions));
        return definitions;
    }

    private static void judged(List<Activity> probes, List<Activity.Definition> into) {
        collect(probes, into);
        for (Activity probe : probes) {
            if (probe instanceof Activity.Definition definition) {
                judgeOf(definition).ifPresent(into::add);
            }
        }
    }

    /** The probe that judges another one's output; empty where its tolerance is none. */
    public static Optional<Activity.Definition> judgeOf(Activity.Definition probe) {
        return probe.tolerance() instanceof Tolerance.Probe asked ? probe(asked.document()) : Optional.empty();
    }

    /** The probe that a tolerance is; empty when it is not well formed. */
    private static Optional<Activity.Definition> probe(Node.Mapping tolerance) {
        return new ActivityReader(new ArrayList<>())
                .read(tolerance)
                .filter(Activity.Definition.class::isInstance)
                .map(Activity.Definition.class::cast);
    }

    private static void collect(List<Activity> activities, List<Activity.Definition> into) {
        activities.forEach(activity -> {
            if (activity instanceof Activity.Definition definition) {
                into.add(definition);
            }
        });
    }
}
