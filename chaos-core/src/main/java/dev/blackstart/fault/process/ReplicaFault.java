package dev.blackstart.fault.process;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What all faults on replicas have in common: where they can be, and waiting for what they do. */
final class ReplicaFault {
    private static final Duration POLL = Duration.ofMillis(2);

    private ReplicaFault() {}

    static Capability check(TargetRef ref, Host host) {
        if (!(ref instanceof ReplicaRef)) {
            return new Capability.Unavailable(ref + " is not a replica", "write a service or service#ordinal");
        }
        return host.can(Host.Ability.PROCESS_TABLE)
                ? new Capability.Available()
                : new Capability.Unavailable("there is no /proc on this machine", "run it on Linux");
    }

    /** Of what works on containers too, by their engine and whatever machine this is. */
    static Capability check(TargetRef ref, Service.Kind kind, Host host) {
        return kind == Service.Kind.CONTAINER && ref instanceof ReplicaRef
                ? new Capability.Available()
                : check(ref, host);
    }

    static Target.OfReplica replica(Target target) {
        if (target instanceof Target.OfReplica replica) {
            return replica;
        }
        throw new IllegalArgumentException("a fault of a replica cannot be injected into " + target.ref());
    }

    static ProcessIdentity identity(Target target) {
        if (target.incarnation() instanceof Incarnation.LocalProcess local) {
            return local.identity();
        }
        throw new IllegalArgumentException(target.ref() + " is no process of this run (" + target.incarnation()
                + "), so that nothing but the links to it can have a fault");
    }

    /** Waits for the incarnation to be gone; false when it still is there after that time. */
    static boolean awaitExit(Target.OfReplica target, Duration within, Host host) {
        try {
            var unused = host.cancellation().await(target.exit(), within);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new FaultFailed(target.ref() + ": its end could not be followed", e);
        }
    }

    /** Looks every 2 ms; false when it has not come true within that time. */
    static boolean await(BooleanSupplier condition, Duration within, Host host) {
        long start = host.clock().nanos();
        while (!condition.getAsBoolean()) {
            if (host.clock().nanos() - start > within.toNanos()) {
                return false;
            }
            host.cancellation().sleep(POLL);
        }
        return true;
    }
}
