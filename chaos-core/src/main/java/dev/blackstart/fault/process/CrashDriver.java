package dev.blackstart.fault.process;

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
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.crash}: SIGKILL to a replica's process group. */
public final class CrashDriver implements FaultDriver<Crash> {
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);

    private static final FaultType<Crash> TYPE = new FaultType<>(
            "crash",
            1,
            Crash.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "end",
            "Kills a replica with all its processes (SIGKILL); the revert starts it again.",
            FaultType.Effect.vanishing());

    @Override
    public FaultType<Crash> type() {
        return TYPE;
    }

    @Override
    public Capability check(Crash config, TargetRef ref, Host host) {
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
    public Prepared<Crash> prepare(FaultId id, Crash config, Target target) {
        ReplicaFault.identity(target);
        return new Prepared<>(
                id, TYPE, config, target, new Undo(Undo.VERSION, TYPE.name(), List.of()), "killed (SIGKILL)");
    }

    @Override
    public Meter meter(Prepared<Crash> fault, MeterContext context) {
        return new ExitMeter(fault.id(), ReplicaFault.replica(fault.target()), context);
    }

    @Override
    public void inject(Prepared<Crash> fault, Host host) {
        ReplicaFault.signal(fault.target(), "KILL");
        if (!ReplicaFault.awaitExit(ReplicaFault.replica(fault.target()), KILLED_WITHIN, host)) {
            throw new FaultFailed(
                    fault.target().ref() + " was still there " + KILLED_WITHIN.toSeconds() + " s after SIGKILL");
        }
    }
}
