package dev.blackstart.fault;

import dev.blackstart.experiment.Activity;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.NativeFunction;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A fault as an action. The planner asks it what it would do; the engine calls it.
 *
 * @param <A> its arguments, those that every fault takes and its own
 */
public abstract sealed class FaultAction<A extends Record> implements NativeFunction<A>
        permits FaultFunction, CompositeFunction {
    private final FunctionType<A> type;
    private final Class<? extends Record> config;

    FaultAction(String func, String summary, Class<A> arguments, Class<? extends Record> config) {
        this.type = new FunctionType<>(
                FaultType.MODULE, func, Activity.Kind.ACTION, summary, arguments, Optional.of(config));
        this.config = config;
    }

    /** What it takes beside the arguments of all faults. */
    final Class<? extends Record> config() {
        return config;
    }

    @Override
    public final FunctionType<A> type() {
        return type;
    }

    /**
     * What a call with these arguments asks for, before a draw of {@code count}. Starts nothing.
     *
     * @throws IllegalArgumentException if they name no target of this fault, or fewer than {@code count}
     */
    public abstract FaultRequest plan(A arguments, Topology topology);

    /** What code asks for, as a file's arguments. */
    abstract A arguments(AskedFault asked);

    /** As {@link #plan}, of what code asks for. */
    final FaultRequest request(AskedFault asked, Topology topology) {
        return named(() -> plan(arguments(asked), topology));
    }

    /** The same after the draw. */
    final FaultRequest request(AskedFault asked, Topology topology, Faults drawing) {
        return named(() -> drawn(arguments(asked), topology, drawing));
    }

    /** Who calls from code has no line of a file to look at. */
    private FaultRequest named(Supplier<FaultRequest> request) {
        try {
            return request.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(type.name() + ": " + e.getMessage(), e);
        }
    }

    private FaultRequest drawn(A arguments, Topology topology, Faults drawing) {
        FaultRequest all = plan(arguments, topology);
        List<TargetRef> drawn = drawing.draw(type.name(), all.targets(), wanted(arguments));
        return all.with(all.parts().stream()
                .filter(part -> drawn.contains(part.target()))
                .toList());
    }

    /** How many of the targets are hit; {@link Integer#MAX_VALUE} for all. */
    public abstract int wanted(A arguments);

    /** The arguments of its kind on one line, defaults filled in. */
    public abstract String summary(A arguments);

    /** Those whose faults it may inject, for documentation. */
    public abstract List<FaultDriver<?>> drivers();

    /** The kinds of undo steps, for documentation. */
    public final List<String> undoKinds() {
        return drivers().stream()
                .flatMap(driver -> FaultArguments.undoKinds(driver).stream())
                .distinct()
                .toList();
    }

    /** The kinds of undo steps of a request, each once for a part that has it, for {@code plan}. */
    public static List<String> undoKinds(FaultRequest request) {
        return request.parts().stream()
                .map(part -> FaultArguments.undoKinds(part.driver()))
                .distinct()
                .flatMap(List::stream)
                .toList();
    }

    /** Why the fault cannot be injected on this machine, into what its targets are declared as; empty when it can. */
    public static List<String> unavailable(FaultRequest request, Topology declared) {
        List<String> reasons = new ArrayList<>();
        Host host = Host.here(new RunClock(), new Cancellation());
        for (FaultRequest.Part part : request.parts()) {
            if (check(part.driver(), part, Targets.kind(declared, part.target()), host)
                    instanceof Capability.Unavailable no) {
                reasons.add(request.fault() + " cannot be injected into " + part.target() + ": " + no.reason() + "; "
                        + no.remedy());
            }
        }
        return List.copyOf(reasons);
    }

    /** What may keep a fault from working, and cannot be known yet; each once. */
    public static List<String> doubts(FaultRequest request, Topology topology) {
        return request.parts().stream()
                .flatMap(part -> doubts(part.driver(), part, topology).stream())
                .distinct()
                .toList();
    }

    private static <C extends Record> List<String> doubts(
            FaultDriver<C> driver, FaultRequest.Part part, Topology topology) {
        return driver.doubts(driver.type().config().cast(part.config()), topology);
    }

    private static <C extends Record> Capability check(
            FaultDriver<C> driver, FaultRequest.Part part, Service.Kind kind, Host host) {
        return driver.check(driver.type().config().cast(part.config()), part.target(), kind, host);
    }

    @Override
    public final Map<String, List<Map<String, String>>> call(A arguments, CallContext context) {
        String needs = type.name() + " needs a topology in the blackstart extension";
        Faults faults = context.require(Faults.class, needs);
        RunningTopology topology = context.require(RunningTopology.class, needs);
        FaultRequest request;
        try {
            request = named(() -> drawn(arguments, topology.declared(), faults));
        } catch (IllegalArgumentException e) {
            throw new ActivityFailed(String.valueOf(e.getMessage()), e);
        }
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
            fault.put("target", request.parts().get(i).target().toString());
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
