package dev.blackstart.plan;

import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fault, as far as it is known before anything exists.
 *
 * @param activity its name in the file
 * @param fault module and function
 * @param arguments as {@code plan} shows them
 * @param targets by name, before a draw of {@code count}
 * @param wanted how many of them are hit
 * @param duration empty: until it is reverted
 * @param undo the kinds of undo steps
 * @param doubts what may keep it from working, and cannot be known yet
 */
public record PlannedFault(
        String activity,
        String fault,
        String arguments,
        List<TargetRef> targets,
        int wanted,
        Optional<Duration> duration,
        List<String> undo,
        List<String> doubts) {
    public PlannedFault {
        targets = List.copyOf(targets);
        undo = List.copyOf(undo);
        doubts = List.copyOf(doubts);
        if (wanted < 1 || wanted > targets.size()) {
            throw new IllegalArgumentException("wanted must be from 1 to " + targets.size() + ": " + wanted);
        }
    }

    /** Whether only some of the targets are hit, drawn by the run's seed. */
    boolean isDrawn() {
        return wanted < targets.size();
    }
}
