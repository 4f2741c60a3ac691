package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;
import java.time.Duration;

/**
 * How long the end of a connection is held.
 *
 * @param delay 1 ms to 1 h
 */
public record SlowClose(
        @Argument(value = "how long the end of a connection is held", min = "1ms", max = "1h")
        Duration delay,

        @Argument(value = "which way: response holds what the server closes", byDefault = "response")
        Direction direction)
        implements FaultConfig {
    public SlowClose {
        LinkFault.checkWithin("delay", delay, 1);
    }

    /** The end that the server makes comes so much later. */
    public static SlowClose slowClose(Duration delay) {
        return new SlowClose(delay, Direction.RESPONSE);
    }

    /** The same that way. */
    public SlowClose direction(Direction direction) {
        return new SlowClose(delay, direction);
    }

    /** From closing one end until the answer to it, the other end's close, is there. */
    Duration roundTrip() {
        return direction == Direction.BOTH ? delay.multipliedBy(2) : delay;
    }
}
