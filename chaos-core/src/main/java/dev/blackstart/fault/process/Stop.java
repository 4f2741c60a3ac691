package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;
import java.time.Duration;

/** @param grace 0 s to 10 min */
public record Stop(
        @Argument(value = "how long it may take to end by itself before it is killed", byDefault = "10s", max = "10m")
        Duration grace)
        implements FaultConfig {
    public Stop {
        if (grace.isNegative() || grace.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("grace must be from 0s to 10m: " + Durations.format(grace));
        }
    }

    /** Asked to end, and killed after 10 s. */
    public static Stop stop() {
        return new Stop(Duration.ofSeconds(10));
    }

    /** The same with that time to end by itself. */
    public Stop grace(Duration grace) {
        return new Stop(grace);
    }
}
