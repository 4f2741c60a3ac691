package dev.blackstart.fault;

import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.util.List;

/** A fault driver as an action. */
public final class FaultFunction extends FaultAction<FaultArguments> {
    private final FaultDriver<?> driver;

    FaultFunction(FaultDriver<?> driver) {
        super(
                driver.type().func(),
                driver.type().summary(),
                FaultArguments.class,
                driver.type().config());
        this.driver = driver;
    }

    public FaultDriver<?> driver() {
        return driver;
    }

    @Override
    public List<FaultDriver<?>> drivers() {
        return List.of(driver);
    }

    @Override
    FaultArguments arguments(AskedFault asked) {
        return new FaultArguments(
                asked.on(),
                asked.config(),
                asked.duration(),
                asked.count().<Object>map(number -> number).orElse(FaultArguments.ALL),
                asked.lease(),
                asked.schedule().map(schedule -> schedule),
                asked.id());
    }

    @Override
    public FaultRequest plan(FaultArguments arguments, Topology topology) {
        List<TargetRef> targets = Targets.named(topology, driver.type(), arguments.on());
        int wanted = arguments.wanted();
        if (wanted != Integer.MAX_VALUE && wanted > targets.size()) {
            throw new IllegalArgumentException("count: must be all, one or a number up to " + targets.size()
                    + ", because on names only " + targets + ": " + wanted);
        }
        requireSensible(driver, arguments.config(), topology);
        Schedule schedule = arguments.scheduled();
        if (schedule instanceof Schedule.Ramp && !(driver instanceof AdjustableFault<?>)) {
            throw new IllegalArgumentException(
                    "schedule: " + driver.type().name() + " is there or not there, so it cannot follow a ramp");
        }
        if (!(schedule instanceof Schedule.Steady) && driver.isTakenBackByStart()) {
            throw new IllegalArgumentException("schedule: " + driver.type().name()
                    + " comes and goes with a start of its target, so it follows no schedule; leave it out");
        }
        return new FaultRequest(
                driver.type().name(),
                FaultRequest.parts(driver, arguments.config(), targets),
                arguments.id(),
                arguments.duration(),
                arguments.lease(),
                schedule,
                false);
    }

    private static <C extends Record> void requireSensible(FaultDriver<C> driver, Record config, Topology topology) {
        driver.requireSensible(driver.type().config().cast(config), topology);
    }

    @Override
    public int wanted(FaultArguments arguments) {
        return arguments.wanted();
    }

    @Override
    public String summary(FaultArguments arguments) {
        return FaultArguments.line(arguments.config());
    }
}
