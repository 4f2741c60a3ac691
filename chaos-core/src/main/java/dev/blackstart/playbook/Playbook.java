package dev.blackstart.playbook;

import dev.blackstart.document.Location;
import dev.blackstart.experiment.Activity;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What an on-call engineer does about an alert: the sections of a written playbook, each of them something that can be run.
 *
 * @param name the file's name without ending
 * @param alert the alert that it answers
 * @param alertAt where the file says so
 * @param severity as operators call it; empty when not given
 * @param overview what is going on, for people
 * @param verification probes that must all be met before the first step
 * @param steps in their order; at least one
 * @param escalation what to do when it does not help; empty when not given
 */
public record Playbook(
        Path file,
        String name,
        String alert,
        Location alertAt,
        String severity,
        String overview,
        List<Activity.Definition> verification,
        List<Step> steps,
        String escalation) {
    public Playbook {
        verification = List.copyOf(verification);
        steps = List.copyOf(steps);
    }

    /** How long all steps may take together. */
    public Duration longest() {
        return steps.stream().map(Step::within).reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * One thing to do.
     *
     * @param within how long it may take
     */
    public record Step(Activity.Definition activity, Duration within) {}
}
