package dev.blackstart.fault.network;

import dev.blackstart.fault.CompositeConfig;
import dev.blackstart.provider.Argument;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Who is parted from whom.
 *
 * @param between a text or a list of texts
 * @param and likewise
 */
public record Partition(
        @Argument(value = "the one group; several in a list", takes = "a service (kv-a) or a replica (kv-a#1)")
        Object between,

        @Argument(value = "the other group; several in a list", takes = "a service (kv-a) or a replica (kv-a#1)")
        Object and,

        @Argument(
                value =
                        "drop: bytes are held and delivered when it is healed; refuse: connections are closed and refused",
                byDefault = "drop")
        Mode mode,

        @Argument(
                value =
                        "both, or one-way: only what goes from the one group to the other; with refuse, only connections"
                                + " that the one group opens",
                byDefault = "both")
        Ways direction)
        implements CompositeConfig {
    public Partition {
        between = group(between);
        and = group(and);
    }

    /** A list of one is that one: whoever is parted is the same. */
    private static Object group(Object named) {
        if (!(named instanceof List<?> several)) {
            return named;
        }
        boolean isOne = several.size() == 1 && several.get(0) instanceof String;
        return isOne ? several.get(0) : Collections.unmodifiableList(new ArrayList<>(several));
    }

    /**
     * The one group of a partition.
     *
     * @param group services ({@code kv}) and replicas ({@code kv#1}), at least one
     */
    public static Between between(String... group) {
        return new Between(List.of(group));
    }

    /**
     * One group, which is to be parted from another.
     *
     * @param group its services and replicas
     */
    public record Between(List<String> group) {
        public Between {
            group = List.copyOf(group);
        }

        /**
         * Parted from that group: bytes are held, both ways.
         *
         * @param other likewise; nobody is in both groups
         */
        public Partition and(String... other) {
            return new Partition(group, List.of(other), Mode.DROP, Ways.BOTH);
        }
    }

    /** The same with that done to what is sent across. */
    public Partition mode(Mode mode) {
        return new Partition(between, and, mode, direction);
    }

    /** The same that way. */
    public Partition direction(Ways direction) {
        return new Partition(between, and, mode, direction);
    }

    /** What becomes of what is sent across. */
    public enum Mode {
        DROP,
        REFUSE
    }

    /** Which ways are cut. */
    public enum Ways {
        BOTH,
        ONE_WAY
    }
}
