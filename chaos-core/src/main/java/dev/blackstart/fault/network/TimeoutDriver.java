package dev.blackstart.fault.network;

import dev.blackstart.document.Durations;
import dev.blackstart.exchange.RawLine;
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
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.timeout}: nothing comes, and then the connection is closed. */
public final class TimeoutDriver implements FaultDriver<Timeout> {
    private static final FaultType<Timeout> TYPE = new FaultType<>(
            "timeout",
            1,
            Timeout.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "timeout",
            "Drops everything that goes through a link, and closes connections on which nothing comes any more; the revert closes all.",
            (config, live) -> expected(config));

    @Override
    public FaultType<Timeout> type() {
        return TYPE;
    }

    @Override
    public Capability check(Timeout config, TargetRef ref, Host host) {
        return LinkFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ToxicGone.class.getSimpleName());
    }

    @Override
    public Prepared<Timeout> prepare(FaultId id, Timeout config, Target target) {
        return LinkFault.ofToxics(id, TYPE, config, target, config.direction(), asked(config));
    }

    private static Event.Expected expected(Timeout config) {
        return config.timeout().isZero() ? new Event.Expected(false, true) : LinkFault.brokenAfter(config.timeout());
    }

    private static String asked(Timeout config) {
        String what = switch (config.direction()) {
            case RESPONSE -> "responses dropped";
            case REQUEST -> "requests dropped";
            case BOTH -> "everything dropped";
        };
        return config.timeout().isZero()
                ? what + ", connections stay open"
                : what + ", connections closed after " + Durations.format(config.timeout());
    }

    @Override
    public Duration showsWithin(Timeout config) {
        return config.timeout();
    }

    @Override
    public Meter meter(Prepared<Timeout> fault, MeterContext context) {
        boolean closes = !fault.config().timeout().isZero();
        if (closes && !LinkFault.rawQuestion(LinkFault.link(fault.target())).isKnown()) {
            return new ClosedMeter(fault, fault.config().direction(), false, context);
        }
        return new TrialMeter(
                fault,
                new BrokenTrial(
                        closes ? RawLine.End.CLOSED : RawLine.End.SILENT,
                        fault.config().timeout()),
                context);
    }

    @Override
    public void inject(Prepared<Timeout> fault, Host host) {
        Timeout config = fault.config();
        LinkFault.control(fault)
                .addTimeout(
                        LinkFault.toxic(fault.id()),
                        config.timeout(),
                        config.direction().request(),
                        config.direction().response());
    }
}
