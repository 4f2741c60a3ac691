package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;
import java.time.Duration;

/**
 * @param up 100 ms to 10 min
 * @param down 0 s to 10 min
 */
public record CrashLoop(
        @Argument(value = "how long it runs until it is killed", byDefault = "1s", min = "100ms", max = "10m")
        Duration up,

        @Argument(value = "how long until it is started again", byDefault = "500ms", max = "10m")
        Duration down)
        implements FaultConfig {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public CrashLoop {
        if (up.toMillis() < 100 || up.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("up must be from 100ms to 10m: " + Durations.format(up));
        }
        if (down.isNegative() || down.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("down must be from 0s to 10m: " + Durations.format(down));
        }
    }

    /** Killed 1 s after each start, and started again after 500 ms. */
    public static CrashLoop crashLoop() {
        return new CrashLoop(Duration.ofSeconds(1), Duration.ofMillis(500));
    }

    /** The same, killed so long after each start. */
    public CrashLoop up(Duration up) {
        return new CrashLoop(up, down);
    }

    /** The same, started again so long after each end. */
    public CrashLoop down(Duration down) {
        return new CrashLoop(up, down);
    }
}
