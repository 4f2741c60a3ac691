package dev.blackstart.fault.process;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;

/** @param cores 1 to 64 */
public record Cpu(
        @Argument(value = "how many cores are kept busy", byDefault = "1", min = "1", max = "64")
        int cores) implements FaultConfig {
    public Cpu {
        if (cores < 1 || cores > 64) {
            throw new IllegalArgumentException("cores must be from 1 to 64: " + cores);
        }
    }

    /** One core kept busy. */
    public static Cpu cpu() {
        return new Cpu(1);
    }

    /** So many of them. */
    public Cpu cores(int cores) {
        return new Cpu(cores);
    }
}
