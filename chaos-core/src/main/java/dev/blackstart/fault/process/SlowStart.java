package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;
import java.time.Duration;

/** @param by 100 ms to 10 min */
public record SlowStart(
        @Argument(value = "how much longer a start takes", min = "100ms", max = "10m")
        Duration by) implements FaultConfig {
    public SlowStart {
        if (by.toMillis() < 100 || by.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("by must be from 100ms to 10m: " + Durations.format(by));
        }
    }

    /** Each start takes so much longer. */
    public static SlowStart slowStart(Duration by) {
        return new SlowStart(by);
    }
}
