package dev.blackstart.fault.network;

import dev.blackstart.provider.Argument;

/** Which way a stall holds everything. */
public record Stall(
        @Argument(value = "which way everything is held", byDefault = "both")
        Direction direction) {}
