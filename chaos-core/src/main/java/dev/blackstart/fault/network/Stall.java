package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;

/** Which way a stall holds everything. */
public record Stall(
        @Argument(value = "which way everything is held", byDefault = "both")
        Direction direction) implements FaultConfig {
    /** Nothing gets through, either way. */
    public static Stall stall() {
        return new Stall(Direction.BOTH);
    }

    /** The same that way. */
    public Stall direction(Direction direction) {
        return new Stall(direction);
    }
}
