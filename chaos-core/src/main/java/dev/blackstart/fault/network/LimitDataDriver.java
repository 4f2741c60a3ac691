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
import dev.blackstart.journal.Event;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.limit_data}: a connection is closed once so much has gone through it. */
public final class LimitDataDriver implements FaultDriver<LimitData> {
    private static final FaultType<LimitData> TYPE = new FaultType<>(
            "limit_data",
            1,
            LimitData.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "limit_data",
            "Closes each connection of a link once so many bytes have gone through it.",
            (config, live) -> expected(config));

    @Override
    public FaultType<LimitData> type() {
        return TYPE;
    }

    @Override
    public Capability check(LimitData config, TargetRef ref, Host host) {
        return LinkFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ToxicGone.class.getSimpleName());
    }

    @Override
    public Prepared<LimitData> prepare(FaultId id, LimitData config, Target target) {
        return LinkFault.ofToxics(id, TYPE, config, target, config.way(), asked(config));
    }

    private static Event.Expected expected(LimitData config) {
        return Event.Expected.ofValue(true, "B a connection", (double) config.bytes(), (double) config.mostThrough());
    }

    private static String asked(LimitData config) {
        return "connections closed after " + config.bytes() + " bytes of "
                + (config.isOfRequests() ? "requests" : "responses");
    }

    @Override
    public Meter meter(Prepared<LimitData> fault, MeterContext context) {
        if (!LinkFault.rawQuestion(LinkFault.link(fault.target())).isKnown()) {
            return new ClosedMeter(fault, fault.config().way(), true, context);
        }
        return new TrialMeter(fault, new LimitTrial(fault.config()), context);
    }

    @Override
    public void inject(Prepared<LimitData> fault, Host host) {
        LimitData config = fault.config();
        LinkFault.control(fault)
                .addLimitData(
                        LinkFault.toxic(fault.id()),
                        config.bytes(),
                        config.way().request(),
                        config.way().response());
    }
}
