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
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.reset_peer}: connections are reset as soon as something goes through them. */
public final class ResetPeerDriver implements FaultDriver<ResetPeer> {
    private static final FaultType<ResetPeer> TYPE = new FaultType<>(
            "reset_peer",
            1,
            ResetPeer.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "reset_peer",
            "Resets each connection of a link (RST) on the first thing that goes through it, or some time later.",
            (config, live) -> LinkFault.brokenAfter(config.timeout()));

    @Override
    public FaultType<ResetPeer> type() {
        return TYPE;
    }

    @Override
    public Capability check(ResetPeer config, TargetRef ref, Host host) {
        return LinkFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ToxicGone.class.getSimpleName());
    }

    @Override
    public Prepared<ResetPeer> prepare(FaultId id, ResetPeer config, Target target) {
        return LinkFault.ofToxics(id, TYPE, config, target, config.direction(), asked(config));
    }

    private static String asked(ResetPeer config) {
        String first = switch (config.direction()) {
            case RESPONSE -> "the first response";
            case REQUEST -> "the first request";
            case BOTH -> "the first chunk";
        };
        String when = config.timeout().isZero() ? "on " : Durations.format(config.timeout()) + " after ";
        return "connections reset " + when + first;
    }

    @Override
    public Duration showsWithin(ResetPeer config) {
        return config.timeout();
    }

    @Override
    public Meter meter(Prepared<ResetPeer> fault, MeterContext context) {
        return new TrialMeter(
                fault, new BrokenTrial(RawLine.End.RESET, fault.config().timeout()), context);
    }

    @Override
    public void inject(Prepared<ResetPeer> fault, Host host) {
        ResetPeer config = fault.config();
        LinkFault.control(fault)
                .addResetPeer(
                        LinkFault.toxic(fault.id()),
                        config.timeout(),
                        config.direction().request(),
                        config.direction().response());
    }
}
