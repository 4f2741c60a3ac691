package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Meter;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Prepared;
import dev.blackstart.topology.Alteration;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code blackstart.fault.crash_loop}: a replica that does not stay. */
public final class CrashLoopDriver extends AlteredStart<CrashLoop> {
    /** What the loop waits with until the next start. */
    static final String PAUSE = "sleep";

    /** For ServiceLoader. */
    public CrashLoopDriver() {
        super(
                "crash_loop",
                CrashLoop.class,
                "Starts a replica so that it is killed again and again, each time a while after its start.",
                FaultType.Effect.silencing());
    }

    @Override
    public Duration showsWithin(CrashLoop config) {
        return config.up().plus(config.down());
    }

    @Override
    String asked(CrashLoop config) {
        return "killed " + Durations.format(config.up()) + " after each start, started again after "
                + Durations.format(config.down());
    }

    @Override
    public Meter meter(Prepared<CrashLoop> fault, MeterContext context) {
        return new LoopMeter(fault.id(), ReplicaFault.replica(fault.target()), fault.config(), context);
    }

    /** The tree that {@code timeout} kills is in a group of its own, inside the replica's session. */
    @Override
    Alteration alteration(CrashLoop config) {
        String script = "while :; do timeout -s KILL " + seconds(config.up()) + " \"$@\"; " + PAUSE + " "
                + seconds(config.down()) + "; done";
        return new Alteration(List.of("/bin/sh", "-c", script, "crash-loop"), Map.of());
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1_000.0);
    }
}
