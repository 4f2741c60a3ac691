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
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.slow_close}: the end of a connection comes late. */
public final class SlowCloseDriver implements AdjustableFault<SlowClose> {
    /** What a busy machine adds to a timer, at least. */
    private static final Duration BUSY = Duration.ofMillis(50);

    private static final Duration ROUNDING = Duration.ofMillis(1);

    private static final FaultType<SlowClose> TYPE = new FaultType<>(
            "slow_close",
            1,
            SlowClose.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "slow_close",
            "Holds the end of each connection of a link; what goes before it passes.",
            (config, live) -> expected(config));

    @Override
    public FaultType<SlowClose> type() {
        return TYPE;
    }

    @Override
    public Capability check(SlowClose config, TargetRef ref, Host host) {
        return LinkFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ToxicGone.class.getSimpleName());
    }

    @Override
    public Prepared<SlowClose> prepare(FaultId id, SlowClose config, Target target) {
        return LinkFault.ofToxics(id, TYPE, config, target, config.direction(), asked(config));
    }

    private static Event.Expected expected(SlowClose config) {
        Duration quarter = config.roundTrip().dividedBy(4);
        return new Event.Expected(
                false,
                false,
                config.roundTrip().minus(ROUNDING),
                config.roundTrip().plus(quarter.compareTo(BUSY) > 0 ? quarter : BUSY));
    }

    @Override
    public String asked(SlowClose config) {
        String whose = switch (config.direction()) {
            case RESPONSE -> "what the server closes";
            case REQUEST -> "what the client closes";
            case BOTH -> "either end's close";
        };
        return whose + " is closed " + Durations.format(config.delay()) + " later";
    }

    @Override
    public Duration showsWithin(SlowClose config) {
        return config.roundTrip();
    }

    @Override
    public Meter meter(Prepared<SlowClose> fault, MeterContext context) {
        return new TrialMeter(fault, new SlowCloseTrial(fault.config()), context);
    }

    @Override
    public void inject(Prepared<SlowClose> fault, Host host) {
        SlowClose config = fault.config();
        LinkFault.control(fault)
                .addSlowClose(
                        LinkFault.toxic(fault.id()),
                        config.delay(),
                        config.direction().request(),
                        config.direction().response());
    }

    @Override
    public SlowClose scaled(SlowClose asked, double fraction) {
        long millis = Math.max(1, Math.round(asked.delay().toMillis() * fraction));
        return new SlowClose(Duration.ofMillis(millis), asked.direction());
    }

    @Override
    public void adjust(Prepared<SlowClose> fault, SlowClose next, Host host) {
        LinkFault.control(fault)
                .updateSlowClose(
                        LinkFault.toxic(fault.id()),
                        next.delay(),
                        next.direction().request(),
                        next.direction().response());
    }
}
