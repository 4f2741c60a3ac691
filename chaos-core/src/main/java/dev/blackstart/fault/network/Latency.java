package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultConfig;
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

        @Argument(value = "how far it is spread", byDefault = "0ms")
        Duration jitter,

        @Argument(
                value =
                        "how it is spread: uniform by at most jitter, normal with jitter as its standard deviation and at most"
                                + " three of them, pareto never less and jitter more on average",
                byDefault = "uniform")
        JitterShape distribution,

        @Argument(value = "which way: response adds it once a round trip", byDefault = "response")
        Direction direction)
        implements FaultConfig {
    private static final Duration LONGEST = Duration.ofHours(1);

    public Latency {
        if (latency.toMillis() < 1 || latency.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("latency must be from 1ms to 1h: " + latency.toMillis() + "ms");
        }
        if (jitter.isNegative()) {
            throw new IllegalArgumentException("jitter must not be negative: " + jitter.toMillis() + "ms");
        }
        if (jitter.compareTo(latency) > 0) {
            throw new IllegalArgumentException("jitter must not be longer than latency (" + latency.toMillis() + "ms): "
                    + jitter.toMillis() + "ms");
        }
    }

    /** So much on each response. */
    public static Latency latency(Duration latency) {
        return new Latency(latency, Duration.ZERO, Direction.RESPONSE);
    }

    /** The same with that jitter, from 0 s to the latency. */
    public Latency jitter(Duration jitter) {
        return new Latency(latency, jitter, distribution, direction);
    }

    /** The same with its jitter spread like that. */
    public Latency distribution(JitterShape distribution) {
        return new Latency(latency, jitter, distribution, direction);
    }

    /** The same that way. */
    public Latency direction(Direction direction) {
        return new Latency(latency, jitter, distribution, direction);
    }

    /** With a jitter that is spread evenly. */
    public Latency(Duration latency, Duration jitter, Direction direction) {
        this(latency, jitter, JitterShape.UNIFORM, direction);
    }

    /** What a round trip takes longer, jitter left out. */
    Duration roundTrip() {
        return direction == Direction.BOTH ? latency.multipliedBy(2) : latency;
    }

    /** How far a round trip may be off, as jitter tells it. */
    Duration roundTripJitter() {
        return direction == Direction.BOTH ? jitter.multipliedBy(2) : jitter;
    }

    /** The least that a chunk may be held; not below zero. */
    Duration shortest() {
        Duration least = latency.minus(distribution.down(jitter));
        return least.isNegative() ? Duration.ZERO : least;
    }

    /** The least that is added to a round trip. */
    Duration shortestRoundTrip() {
        return direction == Direction.BOTH ? shortest().multipliedBy(2) : shortest();
    }

    /** The most that is added to a round trip. */
    Duration longestRoundTrip() {
        return roundTrip().plus(distribution.up(roundTripJitter()));
    }
}
