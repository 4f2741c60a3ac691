package dev.blackstart.fault;

import dev.blackstart.ledger.Undo;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.time.Duration;
import java.util.List;

/**
 * A kind of fault. Stateless; found by ServiceLoader. The core reverts, not the driver: whoever heals is a fresh process, so the
 * undo is data.
 *
 * @param <C> the configuration: a record whose components carry {@code provider.Argument}
 */
public interface FaultDriver<C extends Record> {
    FaultType<C> type();

    /** Plan time: whether it can be injected on this machine. Changes nothing. */
    Capability check(C config, TargetRef ref, Host host);

    /**
     * Plan time: whether it can be injected into a replica of that kind. Changes nothing. A fault on a replica works on processes and
     * files of this machine, unless its driver says otherwise here.
     */
    default Capability check(C config, TargetRef ref, Service.Kind kind, Host host) {
        return kind == Service.Kind.CONTAINER && ref instanceof ReplicaRef
                ? new Capability.Unavailable(
                        "it is not available on a container yet: it works on processes and files of this machine",
                        "crash, pause, stop and restart are available on " + ref + ", and every fault on a link to it")
                : check(config, ref, host);
    }

    /**
     * Plan time: refuses what makes no sense in that topology, whichever target it is. Changes nothing.
     *
     * @throws IllegalArgumentException naming the argument, and what would do
     */
    default void requireSensible(C config, Topology topology) {}

    /** Plan time: what may keep it from working, and cannot be known yet; printed by {@code plan}. Changes nothing. */
    default List<String> doubts(C config, Topology topology) {
        return List.of();
    }

    /** The kinds of undo steps that a fault of this kind has, for {@code plan}. */
    List<String> undoKinds();

    /** The same of a fault on a replica of that kind. */
    default List<String> undoKinds(Service.Kind kind) {
        return undoKinds();
    }

    /** Right before the injection: reads only; picks every name that {@code inject} will create. */
    Prepared<C> prepare(FaultId id, C config, Target target);

    /** Opens the measurement of the effect. Called before {@code inject}; the caller closes it after the revert. */
    Meter meter(Prepared<C> fault, MeterContext context);

    /**
     * Makes the fault active; returns once it is. Creates only what the {@link Undo} names; may fail half way. Parts of one request
     * are injected side by side, on threads of their own.
     *
     * @param host its clock and cancellation, for every wait
     * @throws RuntimeException when it did not work; the caller then undoes what was done
     */
    void inject(Prepared<C> fault, Host host);

    /**
     * Two faults of one key are not in one target at a time: that of the type, unless a target has several things that such a fault may
     * be on.
     */
    default String conflictKey(C config) {
        return type().conflictKey();
    }

    /** How long its effect takes to show, by itself: an answer that comes 10 s late shows it in 10 s. */
    default Duration showsWithin(C config) {
        return Duration.ZERO;
    }

    /**
     * Whether the effect is that the target itself is gone, as after a crash. The live engine then takes the fault back by starting the
     * target again. The undo has no steps where whoever heals ends the topology; steps that it has are for whoever does not.
     */
    default boolean endsTarget() {
        return false;
    }

    /**
     * Whether the effect comes with a start: the target runs altered, see {@link dev.blackstart.topology.Alteration}. The live engine
     * then takes the fault back by starting it unaltered; whoever heals ends the topology, and the undo has no steps.
     */
    default boolean altersStart() {
        return false;
    }

    /**
     * Whether somebody has put something else in the place of what the fault is on, seen on the thing itself. Asked after each step of
     * a playbook: a file that was restored, not the end of a process, which is followed anyway.
     */
    default boolean isOvertaken(Prepared<C> fault) {
        return false;
    }

    /** Whether who meets it leaves no trace at the link's proxy, as one whose connection is refused. */
    default boolean leavesNoTrace() {
        return false;
    }

    /** Whether the fault is taken back by a start of its target. */
    default boolean isTakenBackByStart() {
        return endsTarget() || altersStart();
    }
}
