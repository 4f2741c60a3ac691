package dev.blackstart.fault.network;

import dev.blackstart.provider.Argument;
import java.time.Duration;

/**
 * What a latency fault adds.
 *
 * @param latency 1 ms to 1 h
 * @param jitter at most the latency
 */
public record Latency(
        @Argument(value = "added to each chunk on its way", min = "1ms", max = "1h")
        Duration latency,

        @Argument(value = "at most this much more or less, drawn evenly", byDefault = "0ms")
        Duration jitter,

        @Argument(value = "which way: response adds it once a round trip", byDefault = "response")
        Direction direction) {
    private static final Duration LONGEST = Duration.ofHours(1);

    public Latency {
        if (latency.toMillis() < 1 || latency.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("latency must be from 1ms to 1h: " + latency.toMillis() + "ms");
        }
        if (jitter.compareTo(latency) > 0) {
            throw new IllegalArgumentException("jitter must not be longer than latency (" + latency.toMillis() + "ms): "
                    + jitter.toMillis() + "ms");
        }
    }

    /** What a round trip takes longer, jitter left out. */
    Duration roundTrip() {
        return direction == Direction.BOTH ? latency.multipliedBy(2) : latency;
    }

    /** How far a round trip may be off. */
    Duration roundTripJitter() {
        return direction == Direction.BOTH ? jitter.multipliedBy(2) : jitter;
    }
}
