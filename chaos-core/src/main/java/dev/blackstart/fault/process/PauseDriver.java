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
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.pause}: SIGSTOP to a replica's process group. */
public final class PauseDriver implements FaultDriver<Pause> {
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(2);

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
    public List<String> undoKinds() {
        return List.of(UndoStep.ContinueGroup.class.getSimpleName());
    }

    @Override
    public Prepared<Pause> prepare(FaultId id, Pause config, Target target) {
        UndoStep step = new UndoStep.ContinueGroup(ReplicaFault.identity(target));
        return new Prepared<>(
                id, TYPE, config, target, new Undo(Undo.VERSION, TYPE.name(), List.of(step)), "paused (SIGSTOP)");
    }

    @Override
    public Meter meter(Prepared<Pause> fault, MeterContext context) {
        return new PauseMeter(fault.id(), ReplicaFault.replica(fault.target()), context);
    }

    @Override
    public void inject(Prepared<Pause> fault, Host host) {
        ProcessIdentity group = ReplicaFault.identity(fault.target());
        ReplicaFault.signal(fault.target(), "STOP");
        if (!ReplicaFault.await(() -> ReplicaFault.isStopped(group), STOPPED_WITHIN, host)) {
            throw new FaultFailed(
                    fault.target().ref() + " was not stopped " + STOPPED_WITHIN.toSeconds() + " s after SIGSTOP");
        }
    }
}
