package dev.blackstart.fault.process;

import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.Alteration;
import java.util.List;
import java.util.Set;

/** A fault whose effect comes with a start: the replica is started again with another command or environment. */
abstract class AlteredStart<C extends Record> extends StartedAgain<C> {
    AlteredStart(String func, Class<C> config, String summary, FaultType.Effect<C> effect) {
        super(new FaultType<>(
                func,
                1,
                config,
                Set.of(FaultType.TargetKind.REPLICA),
                FaultType.Lifetime.BEYOND_RUNNER,
                "start",
                summary,
                effect));
    }

    /** What is other than usual about the start. */
    abstract Alteration alteration(C config);

    @Override
    final List<UndoStep> undo(Target target) {
        ReplicaFault.identity(target);
        return List.of();
    }

    /** Whether the fault is there only when the altered replica is ready. */
    boolean awaitsReady() {
        return false;
    }

    @Override
    public final boolean altersStart() {
        return true;
    }

    @Override
    public final void inject(Prepared<C> fault, Host host) {
        Target.OfReplica target = ReplicaFault.replica(fault.target());
        target.topology()
                .startAltered(target.replica().ref(), alteration(fault.config()), awaitsReady(), host.cancellation());
    }
}
