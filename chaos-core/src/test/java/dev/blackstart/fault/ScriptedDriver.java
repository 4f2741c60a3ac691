package dev.blackstart.fault;

import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A driver without effect: its deed is what a test says. Its undo has one step, which names the target. */
class ScriptedDriver implements FaultDriver<ScriptedDriver.Nothing> {
    /** No arguments. */
    record Nothing() {}

    private final Consumer<Prepared<Nothing>> deed;
    private final Meter meter;

    ScriptedDriver(Consumer<Prepared<Nothing>> deed, Meter meter) {
        this.deed = deed;
        this.meter = meter;
    }

    @Override
    public FaultType<Nothing> type() {
        return new FaultType<>(
                "nothing",
                1,
                Nothing.class,
                Set.of(FaultType.TargetKind.REPLICA),
                FaultType.Lifetime.WITH_RUNNER,
                "nothing",
                "Does nothing.",
                FaultType.Effect.lasting());
    }

    @Override
    public Capability check(Nothing config, TargetRef ref, Host host) {
        return new Capability.Available();
    }

    @Override
    public List<String> undoKinds() {
        return List.of("ToxicGone");
    }

    @Override
    public Prepared<Nothing> prepare(FaultId id, Nothing config, Target target) {
        UndoStep step = new UndoStep.ToxicGone("api", "proxy", target.ref().toString());
        return new Prepared<>(id, type(), config, target, new Undo(1, type().name(), List.of(step)), "nothing");
    }

    @Override
    public Meter meter(Prepared<Nothing> fault, MeterContext context) {
        return meter;
    }

    @Override
    public void inject(Prepared<Nothing> fault, Host host) {
        deed.accept(fault);
    }

    /** A meter that measures nothing. */
    static class BlindMeter implements Meter {
        @Override
        public String live() {
            return "exchanged";
        }

        @Override
        public void before() {}

        @Override
        public void during() {}

        @Override
        public void after() {}

        @Override
        public void close() {}
    }
}
