package dev.blackstart.fault.file;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;

/** It takes a file and nothing else. */
public record Unwritable(
        @Argument("which file, from the folder in which the service is started")
        String file) implements FaultConfig {
    /** That file closed to everybody who writes. */
    public static Unwritable unwritable(String file) {
        return new Unwritable(file);
    }
}
