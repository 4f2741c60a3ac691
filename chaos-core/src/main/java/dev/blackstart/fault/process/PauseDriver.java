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
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.pause}: A replica that is there and stands still. */
public final class PauseDriver implements FaultDriver<Pause> {
    private static final FaultType<Pause> TYPE = new FaultType<>(
            "pause",
            1,
            Pause.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "pause",
            "Stops a replica with all its processes in their tracks (SIGSTOP); the revert lets them go on.",
            FaultType.Effect.lasting());

    @Override
    public FaultType<Pause> type() {
        return TYPE;
    }

    @Override
    public Capability check(Pause config, TargetRef ref, Host host) {
        return ReplicaFault.check(ref, host);
    }

    @Override
    public Capability check(Pause config, TargetRef ref, Service.Kind kind, Host host) {
        return ReplicaFault.check(ref, kind, host);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ContinueGroup.class.getSimpleName());
    }

    @Override
    public List<String> undoKinds(Service.Kind kind) {
        return kind == Service.Kind.CONTAINER ? List.of(UndoStep.ContainerAs.class.getSimpleName()) : undoKinds();
    }

    @Override
    public Prepared<Pause> prepare(FaultId id, Pause config, Target target) {
        List<UndoStep> steps = RunningReplica.of(target).undoOfPause();
        if (steps.isEmpty()) {
            throw new FaultFailed(target.ref() + " (" + target.incarnation() + ") is gone");
        }
        return new Prepared<>(id, TYPE, config, target, new Undo(Undo.VERSION, TYPE.name(), steps), "paused (SIGSTOP)");
    }

    @Override
    public Meter meter(Prepared<Pause> fault, MeterContext context) {
        return new PauseMeter(
                fault.id(),
                ReplicaFault.replica(fault.target()),
                RunningReplica.of(fault.target()),
                fault.undo().steps(),
                context);
    }

    @Override
    public void inject(Prepared<Pause> fault, Host host) {
        RunningReplica.of(fault.target()).pause(fault.undo().steps(), host);
    }
}
