package dev.blackstart.fault.process;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;

/** A fault whose effect is that a replica is gone. */
abstract class EndOfReplica<C extends Record> extends StartedAgain<C> {
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

    @Override
    public final Capability check(C config, TargetRef ref, Service.Kind kind, Host host) {
        return ReplicaFault.check(ref, kind, host);
    }

    @Override
    public final List<String> undoKinds(Service.Kind kind) {
        return kind == Service.Kind.CONTAINER ? List.of(UndoStep.ContainerAs.class.getSimpleName()) : List.of();
    }

    @Override
    final List<UndoStep> undo(Target target) {
        return RunningReplica.of(target).undoOfEnd();
    }
}
