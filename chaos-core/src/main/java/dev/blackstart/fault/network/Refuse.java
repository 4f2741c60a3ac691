package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultConfig;

/** A refusal takes nothing but the common arguments. */
public record Refuse() implements FaultConfig {
    /** Connections are closed, and new ones refused. */
    public static Refuse refuse() {
        return new Refuse();
    }
}
