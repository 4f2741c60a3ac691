package dev.blackstart.fault.process;

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
import dev.blackstart.ledger.Undo;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** {@code blackstart.fault.slow_start}: a replica that takes its time to come back. */
public final class SlowStartDriver implements FaultDriver<SlowStart> {
    private static final FaultType<SlowStart> TYPE = new FaultType<>(
            "slow_start",
            1,
            SlowStart.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "start",
            "Kills a replica and lets each of its starts take longer, until the revert starts it as usual.",
            FaultType.Effect.vanishing());

    @Override
    public FaultType<SlowStart> type() {
        return TYPE;
    }

    @Override
    public Capability check(SlowStart config, TargetRef ref, Host host) {
        return ReplicaFault.check(ref, host);
    }

    @Override
    public List<String> undoKinds() {
        return List.of();
    }

    @Override
    public Duration showsWithin(SlowStart config) {
        return config.by();
    }

    @Override
    public boolean altersStart() {
        return true;
    }

    @Override
    public Prepared<SlowStart> prepare(FaultId id, SlowStart config, Target target) {
        ReplicaFault.identity(target);
        return new Prepared<>(
                id,
                TYPE,
                config,
                target,
                new Undo(Undo.VERSION, TYPE.name(), List.of()),
                "each start takes " + Durations.format(config.by()) + " longer");
    }

    @Override
    public Meter meter(Prepared<SlowStart> fault, MeterContext context) {
        return new StartMeter(
                fault.id(), ReplicaFault.replica(fault.target()), fault.config().by(), context);
    }

    @Override
    public void inject(Prepared<SlowStart> fault, Host host) {
        Target.OfReplica target = ReplicaFault.replica(fault.target());
        target.topology().startAltered(target.replica().ref(), slow(fault.config()), false, host.cancellation());
    }

    private static Alteration slow(SlowStart config) {
        String script = String.format(
                Locale.ROOT, "sleep %.3f; exec \"$@\"", config.by().toMillis() / 1_000.0);
        return new Alteration(List.of("/bin/sh", "-c", script, "slow-start"), Map.of());
    }
}
