package dev.blackstart.fault.file;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;

/** @param to 0 or more bytes */
public record Truncate(
        @Argument("which file, from the folder in which the service is started")
        String file,

        @Argument(value = "how many bytes are left", byDefault = "0", min = "0", unit = "bytes")
        long to)
        implements FaultConfig {
    public Truncate {
        if (to < 0) {
            throw new IllegalArgumentException("to must be 0 or more bytes: " + to);
        }
    }

    /** Nothing left of that file. */
    public static Truncate truncate(String file) {
        return new Truncate(file, 0);
    }

    /** So many bytes left instead. */
    public Truncate to(long to) {
        return new Truncate(file, to);
    }
}
