package dev.blackstart.fault.network;

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
        Direction direction) {
    public Timeout {
        LinkFault.checkWithin("timeout", timeout, 0);
    }
}
