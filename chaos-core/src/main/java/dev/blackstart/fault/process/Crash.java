package dev.blackstart.fault.process;

import dev.blackstart.fault.FaultConfig;

/** A crash takes nothing but the common arguments. */
public record Crash() implements FaultConfig {
    /** Killed. */
    public static Crash crash() {
        return new Crash();
    }
}
