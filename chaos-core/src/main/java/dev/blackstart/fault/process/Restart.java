package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;
import java.time.Duration;

/** @param grace 0 s to 10 min */
public record Restart(
        @Argument(value = "how long it may take to end by itself before it is killed", byDefault = "10s", max = "10m")
        Duration grace)
        implements FaultConfig {
    public Restart {
        if (grace.isNegative() || grace.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("grace must be from 0s to 10m: " + Durations.format(grace));
        }
    }

    /** Asked to end, killed after 10 s, and started again. */
    public static Restart restart() {
        return new Restart(Duration.ofSeconds(10));
    }

    /** The same with that time to end by itself. */
    public Restart grace(Duration grace) {
        return new Restart(grace);
    }
}
