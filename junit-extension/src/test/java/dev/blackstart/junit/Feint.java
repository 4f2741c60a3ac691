package dev.blackstart.junit;

import dev.blackstart.fault.FaultConfig;

/**
 * What a driver takes that does nothing.
 *
 * @param here whether this machine has what it needs
 */
public record Feint(boolean here) implements FaultConfig {
    /** It is told to have been injected, and nobody feels anything. */
    public static Feint feint() {
        return new Feint(true);
    }

    /** No machine can have it. */
    public static Feint nowhere() {
        return new Feint(false);
    }
}
