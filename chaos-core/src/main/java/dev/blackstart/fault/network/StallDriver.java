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
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.stall}: bytes are held both ways and delivered once it is healed; new connections are accepted. */
public final class StallDriver implements FaultDriver<Stall> {
    private static final FaultType<Stall> TYPE = new FaultType<>(
            "stall",
            1,
            Stall.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "stall",
            "Holds back everything that goes through a link, both ways, and delivers it when it ends.",
            FaultType.Effect.lasting());

    @Override
    public FaultType<Stall> type() {
        return TYPE;
    }

    @Override
    public Capability check(Stall config, TargetRef ref, Host host) {
        return LinkFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ToxicGone.class.getSimpleName(), UndoStep.ToxicGone.class.getSimpleName());
    }

    @Override
    public Prepared<Stall> prepare(FaultId id, Stall config, Target target) {
        Target.OfLink link = LinkFault.link(target);
        List<UndoStep> steps = LinkControl.toxicNames(LinkFault.toxic(id), true, true).stream()
                .<UndoStep>map(name -> new UndoStep.ToxicGone(
                        link.link().incarnation().api(),
                        link.link().incarnation().proxy(),
                        name))
                .toList();
        return new Prepared<>(
                id,
                TYPE,
                config,
                target,
                new Undo(Undo.VERSION, TYPE.name(), steps),
                "nothing gets through, both ways");
    }

    @Override
    public Meter meter(Prepared<Stall> fault, MeterContext context) {
        return LinkFault.meter(fault, new HeldEffect(), context);
    }

    @Override
    public void inject(Prepared<Stall> fault, Host host) {
        LinkControl.of(LinkFault.link(fault.target()).link().incarnation())
                .addBandwidth(LinkFault.toxic(fault.id()), 0, true, true);
    }
}
