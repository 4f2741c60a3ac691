package dev.blackstart.fault;

import dev.blackstart.provider.Argument;
import dev.blackstart.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One fault made of many, as an action. */
public final class CompositeFunction extends FaultAction<CompositeFunction.Arguments> {
    private final CompositeFault<?> composite;

    /** The arguments that every composite fault takes, and beside them those of its kind. */
    public record Arguments(
            Record config,

            @Argument(value = "how long; until it is reverted when not given", min = "1ms")
            Optional<Duration> duration,

            @Argument(value = FaultArguments.LEASE, min = "1s")
            Optional<Duration> lease,

            @Argument(value = FaultArguments.SCHEDULE, takes = FaultArguments.SCHEDULES)
            Optional<Object> schedule,

            @Argument("a name for the fault, for blackstart.fault.revert")
            Optional<String> id) {
        public Arguments {
            FaultArguments.check(duration, lease, id);
            schedule.ifPresent(Schedule::of);
        }
    }

    CompositeFunction(CompositeFault<?> composite) {
        super(composite.func(), composite.summary(), Arguments.class, composite.config());
        this.composite = composite;
    }

    @Override
    public List<FaultDriver<?>> drivers() {
        return composite.drivers();
    }

    @Override
    Arguments arguments(AskedFault asked) {
        if (!asked.on().isEmpty()) {
            throw new IllegalArgumentException("on: it says itself what it is put on; leave " + asked.on() + " out");
        }
        if (asked.count().isPresent()) {
            throw new IllegalArgumentException("count: it is one fault, and nothing can be drawn from it; leave "
                    + asked.count().get() + " out");
        }
        return new Arguments(
                asked.config(),
                asked.duration(),
                asked.lease(),
                asked.schedule().map(schedule -> schedule),
                asked.id());
    }

    @Override
    public FaultRequest plan(Arguments arguments, Topology topology) {
        Schedule schedule = arguments.schedule().map(Schedule::of).orElse(Schedule.STEADY);
        if (schedule instanceof Schedule.Ramp) {
            throw new IllegalArgumentException(
                    "schedule: " + type().name() + " is there or not there, so it cannot follow a ramp");
        }
        return new FaultRequest(
                type().name(),
                expand(composite, arguments.config(), topology),
                arguments.id(),
                arguments.duration(),
                arguments.lease(),
                schedule,
                true);
    }

    private static <C extends Record> List<FaultRequest.Part> expand(
            CompositeFault<C> composite, Record config, Topology topology) {
        return composite.expand(composite.config().cast(config), topology);
    }

    @Override
    public int wanted(Arguments arguments) {
        return Integer.MAX_VALUE;
    }

    @Override
    public String summary(Arguments arguments) {
        return FaultArguments.line(arguments.config());
    }
}
