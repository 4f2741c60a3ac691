package dev.blackstart.fault;

import dev.blackstart.experiment.Activity;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fault driver as an action. The planner asks it what it would do; the engine calls it. */
public final class FaultFunction implements NativeFunction<FaultArguments> {
    private final FaultDriver<?> driver;

    FaultFunction(FaultDriver<?> driver) {
        this.driver = driver;
    }

    public FaultDriver<?> driver() {
        return driver;
    }

    @Override
    public FunctionType<FaultArguments> type() {
        FaultType<?> type = driver.type();
        return new FunctionType<>(
                FaultType.MODULE,
                type.func(),
                Activity.Kind.ACTION,
                type.summary(),
                FaultArguments.class,
                Optional.of(type.config()));
    }

    /**
     * What a call with these arguments asks for, before a draw of {@code count}. Starts nothing.
     *
     * @throws IllegalArgumentException if {@code on} names no target of this fault, or fewer than {@code count}
     */
    public FaultRequest plan(FaultArguments arguments, Topology topology) {
        List<TargetRef> targets = Targets.named(topology, driver.type(), arguments.on());
        int wanted = arguments.wanted();
        if (wanted != Integer.MAX_VALUE && wanted > targets.size()) {
            throw new IllegalArgumentException(
                    "count: " + wanted + " targets are asked for, and on names " + targets.size() + ": " + targets);
        }
        return new FaultRequest(driver, arguments.config(), targets, arguments.id(), arguments.duration());
    }

    /** The kinds of undo steps, for {@code plan}. */
    public List<String> undoKinds() {
        return FaultArguments.undoKinds(driver);
    }

    /** The arguments of its kind on one line, defaults filled in. */
    public String summary(FaultArguments arguments) {
        return FaultArguments.line(arguments.config());
    }

    /** Why the fault cannot be injected on this machine; empty when it can. */
    public List<String> unavailable(FaultRequest request) {
        List<String> reasons = new ArrayList<>();
        Host host = Host.here(new RunClock(), new Cancellation());
        for (TargetRef target : request.targets()) {
            if (check(request.driver(), request.config(), target, host) instanceof Capability.Unavailable no) {
                reasons.add(driver.type().name() + " cannot be injected into " + target + ": " + no.reason() + "; "
                        + no.remedy());
            }
        }
        return List.copyOf(reasons);
    }

    private static <C extends Record> Capability check(
            FaultDriver<C> driver, Record config, TargetRef target, Host host) {
        return driver.check(driver.type().config().cast(config), target, host);
    }

    @Override
    public Map<String, List<Map<String, String>>> call(FaultArguments arguments, CallContext context) {
        Faults faults =
                context.require(Faults.class, driver.type().name() + " needs a topology in the blackstart extension");
        RunningTopology topology = context.require(
                RunningTopology.class, driver.type().name() + " needs a topology in the blackstart extension");
        FaultRequest all;
        try {
            all = plan(arguments, topology.declared());
        } catch (IllegalArgumentException e) {
            throw new ActivityFailed(driver.type().name() + ": " + e.getMessage(), e);
        }
        List<TargetRef> drawn = faults.draw(driver.type().name(), all.targets(), arguments.wanted());
        FaultRequest request = new FaultRequest(driver, all.config(), drawn, all.id(), all.duration());
        try {
            return output(request, faults.inject(request), faults.inForce());
        } catch (FaultFailed e) {
            throw new ActivityFailed(String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, List<Map<String, String>>> output(
            FaultRequest request, List<FaultId> ids, List<Faults.InForce> inForce) {
        List<Map<String, String>> faults = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            FaultId id = ids.get(i);
            Map<String, String> fault = new LinkedHashMap<>();
            fault.put("id", id.value());
            fault.put("target", request.targets().get(i).toString());
            // One whose duration has passed by now is no longer listed.
            fault.put(
                    "asked",
                    inForce.stream()
                            .filter(each -> each.id().equals(id))
                            .map(Faults.InForce::asked)
                            .findFirst()
                            .orElse(""));
            faults.add(fault);
        }
        return Map.of("faults", faults);
    }
}
