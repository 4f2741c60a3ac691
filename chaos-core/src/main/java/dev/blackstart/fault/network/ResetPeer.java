package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;
import java.time.Duration;

/**
 * How soon a connection is reset.
 *
 * @param timeout 0 ms to 1 h
 */
public record ResetPeer(
        @Argument(
                value = "how long after the first chunk a connection is reset",
                byDefault = "0ms",
                min = "0ms",
                max = "1h")
        Duration timeout,

        @Argument(value = "which way the chunk goes; it is dropped", byDefault = "response")
        Direction direction)
        implements FaultConfig {
    public ResetPeer {
        LinkFault.checkWithin("timeout", timeout, 0);
    }

    /** Each connection is reset at its first response. */
    public static ResetPeer resetPeer() {
        return new ResetPeer(Duration.ZERO, Direction.RESPONSE);
    }

    /** The same so long after the first chunk. */
    public ResetPeer timeout(Duration timeout) {
        return new ResetPeer(timeout, direction);
    }

    /** The same that way. */
    public ResetPeer direction(Direction direction) {
        return new ResetPeer(timeout, direction);
    }
}
