package dev.blackstart.fault.network;

import dev.blackstart.fault.AdjustableFault;
import dev.blackstart.fault.Capability;
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

/** {@code blackstart.fault.bandwidth}: a link carries only so much. */
public final class BandwidthDriver implements AdjustableFault<Bandwidth> {
    /** What is measured over some tens of milliseconds may be so far off. */
    private static final double LEAST = 0.75;

    private static final double MOST = 1.15;

    private static final FaultType<Bandwidth> TYPE = new FaultType<>(
            "bandwidth",
            1,
            Bandwidth.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "bandwidth",
            "Limits what each connection of a link carries, one way.",
            (config, live) -> expected(config));

    @Override
    public FaultType<Bandwidth> type() {
        return TYPE;
    }

    @Override
    public Capability check(Bandwidth config, TargetRef ref, Host host) {
        return LinkFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ToxicGone.class.getSimpleName());
    }

    @Override
    public Prepared<Bandwidth> prepare(FaultId id, Bandwidth config, Target target) {
        return LinkFault.ofToxics(id, TYPE, config, target, config.direction(), asked(config));
    }

    private static Event.Expected expected(Bandwidth config) {
        return Event.Expected.ofValue(false, "kB/s", LEAST * config.rate(), MOST * config.rate());
    }

    @Override
    public String asked(Bandwidth config) {
        String way = switch (config.direction()) {
            case RESPONSE -> "for responses";
            case REQUEST -> "for requests";
            case BOTH -> "each way";
        };
        return "at most " + config.rate() + " kB/s a connection " + way;
    }

    @Override
    public Meter meter(Prepared<Bandwidth> fault, MeterContext context) {
        return new BandwidthMeter(fault, MOST, context);
    }

    @Override
    public void inject(Prepared<Bandwidth> fault, Host host) {
        Bandwidth config = fault.config();
        LinkFault.control(fault)
                .addBandwidth(
                        LinkFault.toxic(fault.id()),
                        config.rate(),
                        config.direction().request(),
                        config.direction().response());
    }

    /** Less of the fault is more of the link. */
    @Override
    public Bandwidth scaled(Bandwidth asked, double fraction) {
        return new Bandwidth(Math.min(Bandwidth.FASTEST, Math.round(asked.rate() / fraction)), asked.direction());
    }

    @Override
    public void adjust(Prepared<Bandwidth> fault, Bandwidth next, Host host) {
        LinkFault.control(fault)
                .updateBandwidth(
                        LinkFault.toxic(fault.id()),
                        next.rate(),
                        next.direction().request(),
                        next.direction().response());
    }
}
