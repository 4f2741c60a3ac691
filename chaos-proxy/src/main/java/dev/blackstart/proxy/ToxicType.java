package dev.blackstart.proxy;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The types of toxics by their name on the wire, with their attributes in the order in which they are written. */
enum ToxicType {
    LATENCY("latency", "LatencyToxic", List.of("latency", "jitter")) {
        @Override
        Toxic toxic(Map<String, Long> attributes, SplittableRandom random) {
            return new LatencyToxic(
                    value(attributes, "latency"),
                    value(attributes, "jitter"),
                    JitterDistribution.ofCode(value(attributes, DISTRIBUTION)),
                    random);
        }

        @Override
        @Nullable String problem(Map<String, Long> attributes) {
            return tooLong(attributes, MAX_MILLIS, "ms", "latency", "jitter");
        }
    },
    BANDWIDTH("bandwidth", "BandwidthToxic", List.of("rate")) {
        @Override
        Toxic toxic(Map<String, Long> attributes, SplittableRandom random) {
            return new BandwidthToxic(value(attributes, "rate"));
        }

        @Override
        @Nullable String problem(Map<String, Long> attributes) {
            long rate = value(attributes, "rate");
            return rate < 0 ? refused("rate", "must be 0 (stall) or more KB/s: " + rate) : null;
        }
    },
    SLOW_CLOSE("slow_close", "SlowCloseToxic", List.of("delay")) {
        @Override
        Toxic toxic(Map<String, Long> attributes, SplittableRandom random) {
            return new SlowCloseToxic(value(attributes, "delay"));
        }

        @Override
        @Nullable String problem(Map<String, Long> attributes) {
            return tooLong(attributes, MAX_MILLIS, "ms", "delay");
        }
    },
    TIMEOUT("timeout", "TimeoutToxic", List.of("timeout")) {
        @Override
        Toxic toxic(Map<String, Long> attributes, SplittableRandom random) {
            return new TimeoutToxic(value(attributes, "timeout"));
        }

        @Override
        @Nullable String problem(Map<String, Long> attributes) {
            return tooLong(attributes, MAX_MILLIS, "ms", "timeout");
        }
    },
    RESET_PEER("reset_peer", "ResetToxic", List.of("timeout")) {
        @Override
        Toxic toxic(Map<String, Long> attributes, SplittableRandom random) {
            return new ResetPeerToxic(value(attributes, "timeout"));
        }

        @Override
        @Nullable String problem(Map<String, Long> attributes) {
            return tooLong(attributes, MAX_MILLIS, "ms", "timeout");
        }
    },
    SLICER("slicer", "SlicerToxic", List.of("average_size", "size_variation", "delay")) {
        @Override
        Toxic toxic(Map<String, Long> attributes, SplittableRandom random) {
            return new SlicerToxic(
                    value(attributes, "average_size"),
                    value(attributes, "size_variation"),
                    value(attributes, "delay"),
                    random);
        }

        @Override
        @Nullable String problem(Map<String, Long> attributes) {
            long average = value(attributes, "average_size");
            long variation = value(attributes, "size_variation");
            if (average < 1) {
                return refused("average_size", "must be 1 or more bytes: " + average);
            }
            if (variation < 0 || variation > average) {
                return refused(
                        "size_variation", "must be from 0 to average_size (" + average + ") bytes: " + variation);
            }
            return tooLong(attributes, MAX_MILLIS * 1_000, "µs", "delay");
        }
    },
    LIMIT_DATA("limit_data", "LimitDataToxic", List.of("bytes")) {
        @Override
        Toxic toxic(Map<String, Long> attributes, SplittableRandom random) {
            return new LimitDataToxic(value(attributes, "bytes"));
        }
    },
    NOOP("noop", "NoopToxic", List.of()) {
        @Override
        Toxic toxic(Map<String, Long> attributes, SplittableRandom random) {
            return new NoopToxic();
        }
    };

    /** An attribute of latency that the original has not: the code of a {@link JitterDistribution}; on the wire its name. */
    static final String DISTRIBUTION = "distribution";

    /** About 127 years; beyond it nanoseconds no longer fit. */
    private static final long MAX_MILLIS = 4_000_000_000_000L;

    private final String wire;
    private final String goType;

    @SuppressWarnings("ImmutableEnumChecker") // only ever a List.of
    private final List<String> attributeNames;

    ToxicType(String wire, String goType, List<String> attributeNames) {
        this.wire = wire;
        this.goType = goType;
        this.attributeNames = attributeNames;
    }

    /** The behaviour for one direction of one connection. */
    abstract Toxic toxic(Map<String, Long> attributes, SplittableRandom random);

    /** Why these attributes are refused, or null. Refused is only what would crash the original. */
    @Nullable String problem(Map<String, Long> attributes) {
        return null;
    }

    /** The type of that exact name, or null. */
    static @Nullable ToxicType of(@Nullable String wire) {
        for (ToxicType type : values()) {
            if (type.wire.equals(wire)) {
                return type;
            }
        }
        return null;
    }

    String wire() {
        return wire;
    }

    /** The name that the original's messages give it. */
    String goType() {
        return goType;
    }

    /** Those that the original has. */
    List<String> attributeNames() {
        return attributeNames;
    }

    @Nullable String tooLong(Map<String, Long> attributes, long most, String unit, String... names) {
        for (String name : names) {
            long value = value(attributes, name);
            if (value > most || value < -most) {
                return refused(name, "must be within ±" + most + " " + unit + ": " + value);
            }
        }
        return null;
    }

    String refused(String attribute, String why) {
        return "invalid attribute: " + attribute + " of a " + wire + " toxic " + why;
    }

    private static long value(Map<String, Long> attributes, String name) {
        return attributes.getOrDefault(name, 0L);
    }
}
