package dev.blackstart.fault.network;

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
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.link.LinkControl;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.refuse}: connections are closed, and new ones refused. */
public final class RefuseDriver implements FaultDriver<Refuse> {
    private static final FaultType<Refuse> TYPE = new FaultType<>(
            "refuse",
            1,
            Refuse.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "refuse",
            "Closes every connection of a link and refuses new ones.",
            FaultType.Effect.silencing());

    @Override
    public FaultType<Refuse> type() {
        return TYPE;
    }

    @Override
    public Capability check(Refuse config, TargetRef ref, Host host) {
        return LinkFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ProxyAs.class.getSimpleName());
    }

    @Override
    public Prepared<Refuse> prepare(FaultId id, Refuse config, Target target) {
        Incarnation.LinkProxy proxy = LinkFault.link(target).link().incarnation();
        UndoStep enabled = new UndoStep.ProxyAs(proxy.api(), proxy.proxy(), true);
        return new Prepared<>(
                id,
                TYPE,
                config,
                target,
                new Undo(Undo.VERSION, TYPE.name(), List.of(enabled)),
                "connections closed and refused");
    }

    @Override
    public boolean leavesNoTrace() {
        return true;
    }

    @Override
    public Meter meter(Prepared<Refuse> fault, MeterContext context) {
        return LinkFault.meterOfConnections(fault, new RefusedEffect(), context);
    }

    @Override
    public void inject(Prepared<Refuse> fault, Host host) {
        LinkControl.of(LinkFault.link(fault.target()).link().incarnation()).setEnabled(false);
    }
}
