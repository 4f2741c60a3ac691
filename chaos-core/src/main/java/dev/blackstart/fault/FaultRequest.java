package dev.blackstart.fault;

import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fault that is asked for, its targets already resolved to names.
 *
 * @param id of the only target; with several, {@code id-1}, {@code id-2}, …; empty: chosen
 * @param duration how long; empty: until it is reverted
 */
public record FaultRequest(
        FaultDriver<?> driver,
        Record config,
        List<TargetRef> targets,
        Optional<String> id,
        Optional<Duration> duration) {
    public FaultRequest {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a fault needs at least one target");
        }
    }
}
