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
import dev.blackstart.topology.process.OwnedProcesses;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.pause}: SIGSTOP to all process groups of a replica. */
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
        List<UndoStep> steps = OwnedProcesses.ofReplica(ReplicaFault.identity(target)).groups().stream()
                .<UndoStep>map(UndoStep.ContinueGroup::new)
                .toList();
        if (steps.isEmpty()) {
            throw new FaultFailed(target.ref() + " (" + target.incarnation() + ") is gone");
        }
        return new Prepared<>(id, TYPE, config, target, new Undo(Undo.VERSION, TYPE.name(), steps), "paused (SIGSTOP)");
    }

    /** Also of children in sessions of their own, which would go on serving. */
    private static List<ProcessIdentity> groups(Prepared<Pause> fault) {
        return fault.undo().steps().stream()
                .filter(UndoStep.ContinueGroup.class::isInstance)
                .map(step -> ((UndoStep.ContinueGroup) step).group())
                .toList();
    }

    @Override
    public Meter meter(Prepared<Pause> fault, MeterContext context) {
        return new PauseMeter(fault.id(), ReplicaFault.replica(fault.target()), groups(fault), context);
    }

    @Override
    public void inject(Prepared<Pause> fault, Host host) {
        List<ProcessIdentity> groups = groups(fault);
        ReplicaFault.signal(fault.target(), "STOP");
        groups.forEach(group -> OwnedProcesses.signal(group, "STOP"));
        if (!ReplicaFault.await(() -> ReplicaFault.areStopped(groups), STOPPED_WITHIN, host)) {
            throw new FaultFailed(
                    fault.target().ref() + " was not stopped " + STOPPED_WITHIN.toSeconds() + " s after SIGSTOP");
        }
    }
}
