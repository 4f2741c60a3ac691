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
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.stall}: bytes are held and delivered once it is healed; new connections are accepted. */
public final class StallDriver implements FaultDriver<Stall> {
    private static final FaultType<Stall> TYPE = new FaultType<>(
            "stall",
            1,
            Stall.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "stall",
            "Holds back everything that goes through a link, and delivers it when it ends.",
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
        return List.of(UndoStep.ToxicGone.class.getSimpleName());
    }

    @Override
    public Prepared<Stall> prepare(FaultId id, Stall config, Target target) {
        String asked = switch (config.direction()) {
            case BOTH -> "nothing gets through, both ways";
            case REQUEST -> "no request gets through";
            case RESPONSE -> "no response gets through";
        };
        return LinkFault.ofToxics(id, TYPE, config, target, config.direction(), asked);
    }

    @Override
    public Meter meter(Prepared<Stall> fault, MeterContext context) {
        return LinkFault.meter(fault, new HeldEffect(fault.config().direction()), context);
    }

    @Override
    public void inject(Prepared<Stall> fault, Host host) {
        Direction direction = fault.config().direction();
        LinkFault.control(fault)
                .addBandwidth(LinkFault.toxic(fault.id()), 0, direction.request(), direction.response());
    }
}
