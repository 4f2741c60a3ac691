package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.Undo;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.process.OwnedProcesses;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.stop}: SIGTERM to a replica's process group, SIGKILL after the grace. */
public final class StopDriver implements FaultDriver<Stop> {
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);

    private static final FaultType<Stop> TYPE = new FaultType<>(
            "stop",
            1,
            Stop.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "end",
            "Ends a replica as an operator would (SIGTERM, after a grace SIGKILL); the revert starts it again.",
            FaultType.Effect.vanishing());

    @Override
    public FaultType<Stop> type() {
        return TYPE;
    }

    @Override
    public Capability check(Stop config, TargetRef ref, Host host) {
        return ReplicaFault.check(ref, host);
    }

    @Override
    public List<String> undoKinds() {
        return List.of();
    }

    @Override
    public boolean endsTarget() {
        return true;
    }

    @Override
    public Prepared<Stop> prepare(FaultId id, Stop config, Target target) {
        ReplicaFault.identity(target);
        return new Prepared<>(
                id,
                TYPE,
                config,
                target,
                new Undo(Undo.VERSION, TYPE.name(), List.of()),
                "stopped (SIGTERM, after " + Durations.format(config.grace()) + " SIGKILL)");
    }

    @Override
    public Meter meter(Prepared<Stop> fault, MeterContext context) {
        return new ExitMeter(fault.id(), ReplicaFault.replica(fault.target()), context);
    }

    @Override
    public void inject(Prepared<Stop> fault, Host host) {
        Target.OfReplica target = ReplicaFault.replica(fault.target());
        ReplicaFault.signal(target, "TERM");
        boolean ended = ReplicaFault.awaitExit(target, fault.config().grace(), host);
        // Its children may have ignored what it obeyed.
        OwnedProcesses.signal(ReplicaFault.identity(target), "KILL");
        if (!ended && !ReplicaFault.awaitExit(target, KILLED_WITHIN, host)) {
            throw new FaultFailed(target.ref() + " was still there " + KILLED_WITHIN.toSeconds() + " s after SIGKILL");
        }
    }
}
