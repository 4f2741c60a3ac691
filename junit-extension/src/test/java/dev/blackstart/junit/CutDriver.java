package dev.blackstart.junit;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.LookMeter;
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

/** A driver of a user's own, which this module knows nothing of: it is only in META-INF/services. */
public final class CutDriver implements FaultDriver<Cut> {
    private static final FaultType<Cut> TYPE = new FaultType<>(
            "cut",
            1,
            Cut.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "cut",
            "Closes a link.",
            FaultType.Effect.silencing());

    @Override
    public FaultType<Cut> type() {
        return TYPE;
    }

    @Override
    public Capability check(Cut config, TargetRef ref, Host host) {
        return new Capability.Available();
    }

    @Override
    public List<String> undoKinds() {
        return List.of("ProxyAs");
    }

    @Override
    public Prepared<Cut> prepare(FaultId id, Cut config, Target target) {
        Incarnation.LinkProxy proxy = (Incarnation.LinkProxy) target.incarnation();
        UndoStep enabled = new UndoStep.ProxyAs(proxy.api(), proxy.proxy(), true);
        return new Prepared<>(
                id, TYPE, config, target, new Undo(Undo.VERSION, TYPE.name(), List.of(enabled)), "link closed");
    }

    private static LinkControl control(Prepared<Cut> fault) {
        return LinkControl.of((Incarnation.LinkProxy) fault.target().incarnation());
    }

    @Override
    public Meter meter(Prepared<Cut> fault, MeterContext context) {
        return new LookMeter(
                fault.id(), "observed", fault.asked(), () -> !control(fault).isEnabled(), context);
    }

    @Override
    public void inject(Prepared<Cut> fault, Host host) {
        control(fault).setEnabled(false);
    }
}
