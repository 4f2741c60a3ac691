package dev.blackstart.fault.process;

import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.process.OwnedProcesses;
import dev.blackstart.topology.process.ProcessTable;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A fault whose effect is that a replica is gone. */
abstract class EndOfReplica<C extends Record> extends StartedAgain<C> {
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);

    EndOfReplica(String func, Class<C> config, String summary) {
        super(new FaultType<>(
                func,
                1,
                config,
                Set.of(FaultType.TargetKind.REPLICA),
                FaultType.Lifetime.BEYOND_RUNNER,
                "end",
                summary,
                FaultType.Effect.vanishing()));
    }

    @Override
    public final boolean endsTarget() {
        return true;
    }

    @Override
    public final Meter meter(Prepared<C> fault, MeterContext context) {
        return new ExitMeter(fault.id(), ReplicaFault.replica(fault.target()), context);
    }

    /**
     * Ends what has left the group when that is gone: a child in a session of its own would go on serving.
     *
     * @param all of the replica, from before its end
     */
    static void endRest(OwnedProcesses all, Target.OfReplica target, Host host) {
        List<ProcessTable.Row> left = all.end(Duration.ZERO, host.cancellation());
        if (!left.isEmpty()) {
            throw new FaultFailed(target.ref() + " is gone, and some of its processes are not: " + left);
        }
    }

    /** Waits for the end of what SIGKILL was sent to. */
    static void awaitKilled(Target.OfReplica target, Host host) {
        if (!ReplicaFault.awaitExit(target, KILLED_WITHIN, host)) {
            throw new FaultFailed(target.ref() + " was still there " + KILLED_WITHIN.toSeconds() + " s after SIGKILL");
        }
    }
}
