package dev.blackstart.fault.process;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import java.util.List;

/** A fault on a replica that is taken back by starting it again. */
abstract class StartedAgain<C extends Record> implements FaultDriver<C> {
    private final FaultType<C> type;

    StartedAgain(FaultType<C> type) {
        this.type = type;
    }

    /** What whoever heals does, where that does not end the topology; refuses what this cannot be done to. */
    abstract List<UndoStep> undo(Target target);

    /** What the effect should be, for people. */
    abstract String asked(C config);

    @Override
    public final FaultType<C> type() {
        return type;
    }

    @Override
    public Capability check(C config, TargetRef ref, Host host) {
        return ReplicaFault.check(ref, host);
    }

    @Override
    public final List<String> undoKinds() {
        return List.of();
    }

    @Override
    public Prepared<C> prepare(FaultId id, C config, Target target) {
        return new Prepared<>(
                id, type, config, target, new Undo(Undo.VERSION, type.name(), undo(target)), asked(config));
    }
}
