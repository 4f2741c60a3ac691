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

/** {@code blackstart.fault.slow_start}: a replica that takes its time to come back. */
public final class SlowStartDriver extends AlteredStart<SlowStart> {
    /** What the shell that waits is called. */
    static final String WAITS = "blackstart-slow-start";

    /** For ServiceLoader. */
    public SlowStartDriver() {
        super(
                "slow_start",
                SlowStart.class,
                "Kills a replica and lets each of its starts take longer, until the revert starts it as usual.",
                FaultType.Effect.vanishing());
    }

    @Override
    public Duration showsWithin(SlowStart config) {
        return config.by();
    }

    @Override
    String asked(SlowStart config) {
        return "each start takes " + Durations.format(config.by()) + " longer";
    }

    @Override
    public Meter meter(Prepared<SlowStart> fault, MeterContext context) {
        return new StartMeter(
                fault.id(), ReplicaFault.replica(fault.target()), fault.config().by(), context);
    }

    @Override
    Alteration alteration(SlowStart config) {
        String script = String.format(
                Locale.ROOT, "sleep %.3f; exec \"$@\"", config.by().toMillis() / 1_000.0);
        return new Alteration(List.of("/bin/sh", "-c", script, WAITS), Map.of());
    }
}
