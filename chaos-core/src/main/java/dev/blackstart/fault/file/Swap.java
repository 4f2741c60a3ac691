package dev.blackstart.fault.file;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;

/** One file in the place of another. */
public record Swap(
        @Argument("which file, from the folder in which the service is started")
        String file,

        @Argument("the file whose content it has instead, from the same folder")
        String with)
        implements FaultConfig {
    /** That file with the content of the other. */
    public static Swap swap(String file, String with) {
        return new Swap(file, with);
    }
}
