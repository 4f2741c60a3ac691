package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;
import java.time.Duration;

/**
 * How long a connection lives on which everything is dropped.
 *
 * @param timeout 0 ms to 1 h; 0: it is never closed
 */
public record Timeout(
        @Argument(
                value = "how long after the last chunk a connection is closed; 0ms: never",
                byDefault = "0ms",
                min = "0ms",
                max = "1h")
        Duration timeout,

        @Argument(value = "which way everything is dropped", byDefault = "response")
        Direction direction)
        implements FaultConfig {
    public Timeout {
        LinkFault.checkWithin("timeout", timeout, 0);
    }

    /** No response comes, and the connection is closed after that time; after 0 s: never. */
    public static Timeout timeout(Duration timeout) {
        return new Timeout(timeout, Direction.RESPONSE);
    }

    /** The same that way. */
    public Timeout direction(Direction direction) {
        return new Timeout(timeout, direction);
    }
}
