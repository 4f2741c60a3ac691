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

/** {@code blackstart.fault.crash_loop}: a replica that does not stay. */
public final class CrashLoopDriver implements FaultDriver<CrashLoop> {
    /** What the loop waits with until the next start. */
    static final String PAUSE = "sleep";

    private static final FaultType<CrashLoop> TYPE = new FaultType<>(
            "crash_loop",
            1,
            CrashLoop.class,
            Set.of(FaultType.TargetKind.REPLICA),
            FaultType.Lifetime.BEYOND_RUNNER,
            "start",
            "Starts a replica so that it is killed again and again, each time a while after its start.",
            FaultType.Effect.silencing());

    @Override
    public FaultType<CrashLoop> type() {
        return TYPE;
    }

    @Override
    public Capability check(CrashLoop config, TargetRef ref, Host host) {
        return ReplicaFault.check(ref, host);
    }

    @Override
    public List<String> undoKinds() {
        return List.of();
    }

    @Override
    public Duration showsWithin(CrashLoop config) {
        return config.up().plus(config.down());
    }

    @Override
    public boolean altersStart() {
        return true;
    }

    @Override
    public Prepared<CrashLoop> prepare(FaultId id, CrashLoop config, Target target) {
        ReplicaFault.identity(target);
        return new Prepared<>(
                id,
                TYPE,
                config,
                target,
                new Undo(Undo.VERSION, TYPE.name(), List.of()),
                "killed " + Durations.format(config.up()) + " after each start, started again after "
                        + Durations.format(config.down()));
    }

    @Override
    public Meter meter(Prepared<CrashLoop> fault, MeterContext context) {
        return new LoopMeter(fault.id(), ReplicaFault.replica(fault.target()), fault.config(), context);
    }

    @Override
    public void inject(Prepared<CrashLoop> fault, Host host) {
        Target.OfReplica target = ReplicaFault.replica(fault.target());
        target.topology().startAltered(target.replica().ref(), loop(fault.config()), false, host.cancellation());
    }

    /** The tree that {@code timeout} kills is in a group of its own, inside the replica's session. */
    private static Alteration loop(CrashLoop config) {
        String script = "while :; do timeout -s KILL " + seconds(config.up()) + " \"$@\"; " + PAUSE + " "
                + seconds(config.down()) + "; done";
        return new Alteration(List.of("/bin/sh", "-c", script, "crash-loop"), Map.of());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1_000.0);
    }
}
