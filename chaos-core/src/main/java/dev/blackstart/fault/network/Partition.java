package dev.blackstart.fault.network;

import dev.blackstart.provider.Argument;

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
        Ways direction) {

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
