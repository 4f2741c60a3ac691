package dev.blackstart.fault.network;

import dev.blackstart.document.Durations;
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

/** {@code blackstart.fault.slicer}: answers come in small slices. */
public final class SlicerDriver implements FaultDriver<Slicer> {
    private static final FaultType<Slicer> TYPE = new FaultType<>(
            "slicer",
            1,
            Slicer.class,
            Set.of(FaultType.TargetKind.LINK),
            FaultType.Lifetime.WITH_RUNNER,
            "slicer",
            "Cuts what comes back through a link into slices, each sent by itself.",
            (config, live) -> expected(config));

    @Override
    public FaultType<Slicer> type() {
        return TYPE;
    }

    @Override
    public Capability check(Slicer config, TargetRef ref, Host host) {
        return LinkFault.check(ref);
    }

    @Override
    public List<String> undoKinds() {
        return List.of(UndoStep.ToxicGone.class.getSimpleName());
    }

    @Override
    public Prepared<Slicer> prepare(FaultId id, Slicer config, Target target) {
        return LinkFault.ofToxics(id, TYPE, config, target, Direction.RESPONSE, asked(config));
    }

    private static Event.Expected expected(Slicer config) {
        return Event.Expected.ofValue(false, "B a read", null, config.mostPerRead());
    }

    private static String asked(Slicer config) {
        String variation = config.sizeVariation() == 0 ? "" : " ±" + config.sizeVariation();
        String rest = config.delay().isZero() ? "" : ", " + Durations.format(config.delay()) + " apart";
        return "responses in slices of " + config.averageSize() + variation + " B" + rest;
    }

    @Override
    public Meter meter(Prepared<Slicer> fault, MeterContext context) {
        return new TrialMeter(fault, new SliceTrial(fault.config()), context);
    }

    @Override
    public void inject(Prepared<Slicer> fault, Host host) {
        Slicer config = fault.config();
        LinkFault.control(fault)
                .addSlicer(
                        LinkFault.toxic(fault.id()),
                        config.averageSize(),
                        config.sizeVariation(),
                        config.delay(),
                        false,
                        true);
    }
}
