package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;

/**
 * What a bandwidth fault leaves of a link.
 *
 * @param rate of each connection, one way, in kilobytes of 1,000 bytes a second; from 1
 */
public record Bandwidth(
        @Argument(value = "what one connection carries at most, one way", min = "1", max = "10000000", unit = "kB/s")
        long rate,

        @Argument(value = "which way", byDefault = "response")
        Direction direction)
        implements FaultConfig {
    static final long FASTEST = 10_000_000;

    public Bandwidth {
        if (rate < 1 || rate > FASTEST) {
            throw new IllegalArgumentException(
                    "rate must be from 1 to " + FASTEST + " kB/s (nothing at all is a stall): " + rate);
        }
    }

    /** So many kilobytes of 1,000 bytes a second of responses on each connection. */
    public static Bandwidth bandwidth(long rate) {
        return new Bandwidth(rate, Direction.RESPONSE);
    }

    /** The same that way. */
    public Bandwidth direction(Direction direction) {
        return new Bandwidth(rate, direction);
    }
}
