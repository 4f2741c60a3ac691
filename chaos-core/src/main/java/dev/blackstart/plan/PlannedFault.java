package dev.blackstart.plan;

import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fault of the method, as far as it is known before anything exists.
 *
 * @param activity its name in the file
 * @param fault module and function
 * @param arguments as {@code plan} shows them
 * @param targets by name, before a draw of {@code count}
 * @param duration empty: until it is reverted
 * @param undo the kinds of undo steps
 */
public record PlannedFault(
        String activity,
        String fault,
        String arguments,
        List<TargetRef> targets,
        Optional<Duration> duration,
        List<String> undo) {
    public PlannedFault {
        targets = List.copyOf(targets);
        undo = List.copyOf(undo);
    }
}
