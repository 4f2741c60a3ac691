package dev.blackstart.fault.file;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;

/** @param bytes 1 to 65536 */
public record Corrupt(
        @Argument("which file, from the folder in which the service is started")
        String file,

        @Argument(value = "how many bytes in its middle are turned over", byDefault = "64", min = "1", max = "65536")
        int bytes)
        implements FaultConfig {
    public Corrupt {
        if (bytes < 1 || bytes > 65_536) {
            throw new IllegalArgumentException("bytes must be from 1 to 65536: " + bytes);
        }
    }

    /** 64 bytes in the middle of that file turned over. */
    public static Corrupt corrupt(String file) {
        return new Corrupt(file, 64);
    }

    /** So many bytes instead. */
    public Corrupt bytes(int bytes) {
        return new Corrupt(file, bytes);
    }
}
