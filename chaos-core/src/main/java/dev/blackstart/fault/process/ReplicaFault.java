package dev.blackstart.fault.process;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.Target;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.process.OwnedProcesses;
import dev.blackstart.topology.process.ProcessTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What all faults on replicas have in common: a process group, its signals, and waiting for what they do. */
final class ReplicaFault {
    private static final Duration POLL = Duration.ofMillis(2);

    private ReplicaFault() {}

    static Capability check(TargetRef ref) {
        if (!(ref instanceof ReplicaRef)) {
            return new Capability.Unavailable(ref + " is not a replica", "write a service or service#ordinal");
        }
        return Files.isReadable(Path.of("/proc/self/stat"))
                ? new Capability.Available()
                : new Capability.Unavailable("there is no /proc on this machine", "run it on Linux");
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
        throw new IllegalArgumentException(target.ref() + " is no local process: " + target.incarnation());
    }

    /** Sends a signal to the group, if it is still that one. */
    static void signal(Target target, String signal) {
        if (!OwnedProcesses.signal(identity(target), signal)) {
            throw new FaultFailed(
                    target.ref() + " (" + target.incarnation() + ") is gone; SIG" + signal + " was not sent");
        }
    }

    /** Whether every living process of the group is stopped, and there is one. */
    static boolean isStopped(ProcessIdentity group) {
        var rows = ProcessTable.group(group);
        return !rows.isEmpty() && rows.stream().allMatch(ProcessTable.Row::isStopped);
    }

    /** Waits for the incarnation to be gone; false when it still is there after that time. */
    static boolean awaitExit(Target.OfReplica target, Duration within) {
        try {
            target.exit().get(within.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new FaultFailed(target.ref() + ": its end could not be followed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FaultFailed(target.ref() + ": interrupted while it was waited for", e);
        }
    }

    /** Looks every 2 ms; false when it has not come true within that time. */
    static boolean await(BooleanSupplier condition, Duration within) {
        RunClock clock = new RunClock();
        Cancellation never = new Cancellation();
        long start = clock.nanos();
        while (!condition.getAsBoolean()) {
            if (clock.nanos() - start > within.toNanos()) {
                return false;
            }
            never.sleep(POLL);
        }
        return true;
    }
}
