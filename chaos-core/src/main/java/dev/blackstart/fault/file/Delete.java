package dev.blackstart.fault.file;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;

/** A deletion takes a file and nothing else. */
public record Delete(
        @Argument("which file, from the folder in which the service is started")
        String file) implements FaultConfig {
    /** That file gone. */
    public static Delete delete(String file) {
        return new Delete(file);
    }
}
