package dev.blackstart.fault;

import dev.blackstart.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A fault that code asks for, as a file does with its arguments.
 *
 * @param config of one of the installed drivers
 * @param on the names of its targets
 * @param duration after which it ends by itself; empty: when it is reverted
 * @param id a name for it; empty: one is chosen
 */
public record FaultSpec(
        Record config, List<String> on, Optional<Duration> duration, Optional<Schedule> schedule, Optional<String> id) {
    public FaultSpec {
        on = List.copyOf(on);
        if (on.isEmpty()) {
            throw new IllegalArgumentException("on: names no target; write a service, service#ordinal or from->to");
        }
    }

    static FaultSpec of(Record config, List<String> on) {
        return new FaultSpec(config, on, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same, ending by itself. */
    public FaultSpec lasting(Duration length) {
        return new FaultSpec(config, on, Optional.of(length), schedule, id);
    }

    /** The same along a schedule. */
    public FaultSpec along(Schedule other) {
        return new FaultSpec(config, on, duration, Optional.of(other), id);
    }

    /** The same with a name. */
    public FaultSpec named(String name) {
        return new FaultSpec(config, on, duration, schedule, Optional.of(name));
    }

    /**
     * What it asks for in a topology.
     *
     * @throws IllegalArgumentException if no driver takes such a configuration, or there is no such target
     */
    public FaultRequest in(Topology topology) {
        FaultDriver<?> driver = FaultDrivers.installed().stream()
                .filter(each -> each.type().config().equals(config.getClass()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no driver takes a " + config.getClass().getName()
                                + "; is its module on the class path, and in META-INF/services?"));
        FaultFunction function = new FaultFunction(driver);
        FaultArguments arguments =
                new FaultArguments(List.copyOf(on), config, duration, "all", Optional.empty(), Optional.empty(), id);
        FaultRequest request = function.plan(arguments, topology);
        return schedule.map(request::along).orElse(request);
    }
}
