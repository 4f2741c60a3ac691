package dev.blackstart.fault.file;

import dev.blackstart.provider.Argument;

/** @param to 0 or more bytes */
public record Truncate(
        @Argument("which file, from the folder in which the service is started")
        String file,

        @Argument(value = "how many bytes are left", byDefault = "0", min = "0", unit = "bytes")
        long to) {
    public Truncate {
        if (to < 0) {
            throw new IllegalArgumentException("to must be 0 or more bytes: " + to);
        }
    }
}
