package dev.blackstart.junit;

import dev.blackstart.fault.FaultConfig;

/** What a user's own driver takes: nothing. */
public record Cut() implements FaultConfig {
    /** Nobody gets through. */
    public static Cut cut() {
        return new Cut();
    }
}
