package dev.blackstart.fault.process;

import dev.blackstart.fault.FaultConfig;

/** A pause takes nothing but the common arguments. */
public record Pause() implements FaultConfig {
    /** Stopped in its tracks. */
    public static Pause pause() {
        return new Pause();
    }
}
