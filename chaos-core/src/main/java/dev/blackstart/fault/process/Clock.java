package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;
import java.time.Duration;

/** @param offset 5 s to 10 years (what shows it has whole seconds), ahead of the machine's clock or behind it */
public record Clock(
        @Argument(value = "how far the clock is off", min = "5s", max = "87600h")
        Duration offset,

        @Argument(value = "which way", byDefault = "ahead") Way way)
        implements FaultConfig {
    private static final Duration LONGEST = Duration.ofDays(3_650);

    /** Which way a clock is off. */
    public enum Way {
        AHEAD,
        BEHIND
    }

    public Clock {
        if (offset.toSeconds() < 5 || offset.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("offset must be from 5s to 10 years: " + Durations.format(offset));
        }
    }

    /** So far ahead. */
    public static Clock clock(Duration offset) {
        return new Clock(offset, Way.AHEAD);
    }

    /** The same that way. */
    public Clock way(Way way) {
        return new Clock(offset, way);
    }

    /** In seconds, negative where it is behind. */
    long seconds() {
        return way == Way.AHEAD ? offset.toSeconds() : -offset.toSeconds();
    }
}
