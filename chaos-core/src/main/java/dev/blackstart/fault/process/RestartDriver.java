package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.Undo;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.restart}: a replica is away for as long as its start takes. */
public final class RestartDriver implements FaultDriver<Restart> {
    private static final FaultType<Restart> TYPE = new FaultType<>(
            "restart",
            1,
            Restart.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "end",
            "Ends a replica (SIGTERM, after a grace SIGKILL) and starts it again at once; it is there when it is ready.",
            FaultType.Effect.vanishing());

    @Override
    public FaultType<Restart> type() {
        return TYPE;
    }

    @Override
    public Capability check(Restart config, TargetRef ref, Host host) {
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
    public Prepared<Restart> prepare(FaultId id, Restart config, Target target) {
        ReplicaFault.identity(target);
        return new Prepared<>(
                id,
                TYPE,
                config,
                target,
                new Undo(Undo.VERSION, TYPE.name(), List.of()),
                "restarted (SIGTERM, after " + Durations.format(config.grace()) + " SIGKILL)");
    }

    @Override
    public Meter meter(Prepared<Restart> fault, MeterContext context) {
        return new ExitMeter(fault.id(), ReplicaFault.replica(fault.target()), context);
    }

    @Override
    public void inject(Prepared<Restart> fault, Host host) {
        Target.OfReplica target = ReplicaFault.replica(fault.target());
        target.topology().restart(target.replica().ref(), fault.config().grace(), host.cancellation());
    }
}
