package dev.blackstart.fault;

import dev.blackstart.ledger.Undo;
import dev.blackstart.provider.Argument;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;

/** A driver as a user brings it along, with a record of its own; it does nothing. */
public final class OwnDriver implements FaultDriver<OwnDriver.Own> {
    /** What it takes. */
    public record Own(@Argument("how much") int much) implements FaultConfig {}

    private static final FaultType<Own> TYPE = new FaultType<>(
            "own",
            1,
            Own.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.WITH_RUNNER,
            "own",
            "Does nothing.",
            FaultType.Effect.lasting());

    @Override
    public FaultType<Own> type() {
        return TYPE;
    }

    @Override
    public Capability check(Own config, TargetRef ref, Host host) {
        return new Capability.Available();
    }

    @Override
    public List<String> undoKinds() {
        return List.of();
    }

    @Override
    public Prepared<Own> prepare(FaultId id, Own config, Target target) {
        return new Prepared<>(id, TYPE, config, target, new Undo(Undo.VERSION, TYPE.name(), List.of()), "nothing");
    }

    @Override
    public Meter meter(Prepared<Own> fault, MeterContext context) {
        return new ScriptedDriver.BlindMeter();
    }

    @Override
    public void inject(Prepared<Own> fault, Host host) {}
}
