package dev.blackstart.fault.network;

import dev.blackstart.document.Durations;
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
import dev.blackstart.link.LinkControl;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.latency}: everything comes, but later. */
public final class LatencyDriver implements AdjustableFault<Latency> {
    /** A proxy counts in milliseconds. */
    private static final Duration ROUNDING = Duration.ofMillis(1);

    /** What a busy machine adds to a timer, at least. */
    private static final Duration BUSY = Duration.ofMillis(20);

    private static final FaultType<Latency> TYPE = new FaultType<>(
            "latency",
            1,
            Latency.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "latency",
            "Delays what goes through a link, once a round trip.",
            LatencyDriver::expected);

    @Override
    public FaultType<Latency> type() {
        return TYPE;
    }

    @Override
    public Capability check(Latency config, TargetRef ref, Host host) {
        return LinkFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ToxicGone.class.getSimpleName());
    }

    @Override
    public Prepared<Latency> prepare(FaultId id, Latency config, Target target) {
        return LinkFault.ofToxics(id, TYPE, config, target, config.direction(), asked(config));
    }

    /** An exchange goes both ways, a chunk that is observed only one. */
    private static Event.Expected expected(Latency config, String live) {
        boolean oneWay = live.equals(Meter.OBSERVED);
        Duration latency = oneWay ? config.latency() : config.roundTrip();
        Duration jitter = oneWay ? config.jitter() : config.roundTripJitter();
        Duration quarter = latency.dividedBy(4);
        return Event.Expected.ofVarying(
                latency.minus(ROUNDING),
                latency.plus(jitter).plus(quarter.compareTo(BUSY) > 0 ? quarter : BUSY),
                config.distribution().medianDown(jitter));
    }

    @Override
    public String asked(Latency config) {
        String spread = config.distribution() == JitterShape.UNIFORM
                ? ""
                : " (" + config.distribution().wire() + ")";
        String jitter = config.jitter().isZero() ? "" : " ±" + Durations.format(config.jitter()) + spread;
        return "+" + Durations.format(config.latency()) + jitter + " " + LinkFault.each(config.direction());
    }

    @Override
    public Duration showsWithin(Latency config) {
        return config.longestRoundTrip();
    }

    @Override
    public Meter meter(Prepared<Latency> fault, MeterContext context) {
        return LinkFault.meter(fault, new DelayEffect(fault.config()), context);
    }

    @Override
    public void inject(Prepared<Latency> fault, Host host) {
        Latency config = fault.config();
        String toxic = LinkFault.toxic(fault.id());
        boolean request = config.direction().request();
        boolean response = config.direction().response();
        LinkControl control = LinkFault.control(fault);
        control.addLatency(toxic, config.latency(), config.jitter(), request, response);
        if (config.distribution() != JitterShape.UNIFORM) {
            control.spreadJitter(toxic, config.distribution().wire(), request, response);
        }
    }

    @Override
    public Latency scaled(Latency asked, double fraction) {
        return new Latency(
                part(asked.latency(), fraction),
                part(asked.jitter(), fraction),
                asked.distribution(),
                asked.direction());
    }

    private static Duration part(Duration of, double fraction) {
        return of.isZero() ? of : Duration.ofMillis(Math.max(1, Math.round(of.toMillis() * fraction)));
    }

    @Override
    public void adjust(Prepared<Latency> fault, Latency next, Host host) {
        LinkFault.control(fault)
                .updateLatency(
                        LinkFault.toxic(fault.id()),
                        next.latency(),
                        next.jitter(),
                        next.direction().request(),
                        next.direction().response());
    }
}
