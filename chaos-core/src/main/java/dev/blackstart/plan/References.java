package dev.blackstart.plan;

import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Experiment;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What references mean: an activity of the method or the hypothesis, the last of that name. */
final class References {
    private References() {}

    /** The activity itself, or what it refers to; empty where it refers to nothing. */
    static Optional<Activity.Definition> resolve(Experiment experiment, Activity activity) {
        if (activity instanceof Activity.Definition definition) {
            return Optional.of(definition);
        }
        String name = ((Activity.Reference) activity).ref();
        List<Activity> probes = experiment.hypothesis() == null
                ? List.of()
                : experiment.hypothesis().probes();
        return Stream.concat(experiment.method().stream(), probes.stream())
                .flatMap(
                        each -> each instanceof Activity.Definition definition ? Stream.of(definition) : Stream.empty())
                .filter(definition -> definition.name().equals(name))
                .reduce((first, last) -> last);
    }
}
