package dev.blackstart.fault.network;

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
        Direction direction) {
    public ResetPeer {
        LinkFault.checkWithin("timeout", timeout, 0);
    }
}
