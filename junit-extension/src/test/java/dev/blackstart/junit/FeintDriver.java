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
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;

/** A bad driver: it does nothing, and on some machines it says so before. */
public final class FeintDriver implements FaultDriver<Feint> {
    private static final FaultType<Feint> TYPE = new FaultType<>(
            "feint",
            1,
            Feint.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "feint",
            "Does nothing.",
            FaultType.Effect.silencing());

    @Override
    public FaultType<Feint> type() {
        return TYPE;
    }

    @Override
    public Capability check(Feint config, TargetRef ref, Host host) {
        return config.here()
                ? new Capability.Available()
                : new Capability.Unavailable("it needs a machine that nobody has", "build one");
    }

    @Override
    public List<String> undoKinds() {
        return List.of("ProxyAs");
    }

    @Override
    public Prepared<Feint> prepare(FaultId id, Feint config, Target target) {
        Incarnation.LinkProxy proxy = (Incarnation.LinkProxy) target.incarnation();
        UndoStep enabled = new UndoStep.ProxyAs(proxy.api(), proxy.proxy(), true);
        return new Prepared<>(
                id, TYPE, config, target, new Undo(Undo.VERSION, TYPE.name(), List.of(enabled)), "nothing");
    }

    @Override
    public Meter meter(Prepared<Feint> fault, MeterContext context) {
        return new LookMeter(fault.id(), "observed", fault.asked(), () -> false, context);
    }

    @Override
    public void inject(Prepared<Feint> fault, Host host) {}
}
