package dev.blackstart.fault.network;

import dev.blackstart.fault.FaultConfig;
import dev.blackstart.provider.Argument;
import java.time.Duration;

/**
 * Into what answers are sliced.
 *
 * @param averageSize of a slice in bytes, from 1
 * @param sizeVariation from 0 to {@code averageSize}
 * @param delay after each slice; 0 to 1 min
 */
public record Slicer(
        @Argument(value = "of a slice, about", min = "1", max = "1000000", unit = "B")
        int averageSize,

        @Argument(
                value = "how much longer a slice may be, and how far off the middle a cut",
                byDefault = "0",
                min = "0",
                unit = "B")
        int sizeVariation,

        @Argument(
                value = "after each slice; without one the next may catch up with it",
                byDefault = "1ms",
                min = "0ms",
                max = "1m")
        Duration delay)
        implements FaultConfig {
    private static final int LARGEST = 1_000_000;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** What a reader who comes late finds at once is two slices, now and then. */
    private static final double CAUGHT_UP = 1.5;

    public Slicer {
        if (averageSize < 1 || averageSize > LARGEST) {
            throw new IllegalArgumentException("average_size must be from 1 to " + LARGEST + " bytes: " + averageSize);
        }
        if (sizeVariation < 0 || sizeVariation > averageSize) {
            throw new IllegalArgumentException(
                    "size_variation must be from 0 to average_size (" + averageSize + ") bytes: " + sizeVariation);
        }
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("delay must be from 0ms to 1m: " + delay.toMillis() + "ms");
        }
    }

    /** Slices of so many bytes, 1 ms apart. */
    public static Slicer slicer(int averageSize) {
        return new Slicer(averageSize, 0, Duration.ofMillis(1));
    }

    /** The same with slices that are up to so many bytes longer. */
    public Slicer sizeVariation(int sizeVariation) {
        return new Slicer(averageSize, sizeVariation, delay);
    }

    /** The same with that time after each slice. */
    public Slicer delay(Duration delay) {
        return new Slicer(averageSize, sizeVariation, delay);
    }

    /** How many bytes a read may bring on average. */
    double mostPerRead() {
        return CAUGHT_UP * (averageSize + sizeVariation);
    }
}
