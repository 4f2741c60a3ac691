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
            return new LatencyToxic(value(attributes, "latency"), value(attributes, "jitter"), random);
        }

        @Override
        @Nullable String problem(Map<String, Long> attributes) {
            for (String name : attributeNames()) {
                long millis = value(attributes, name);
                if (millis > MAX_MILLIS || millis < -MAX_MILLIS) {
                    return "invalid attribute: " + name + " of a latency toxic must be within ±" + MAX_MILLIS + " ms: "
                            + millis;
                }
            }
            return null;
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
            return rate < 0
                    ? "invalid attribute: rate of a bandwidth toxic must be 0 (stall) or more KB/s: " + rate
                    : null;
        }
    },
    NOOP("noop", "NoopToxic", List.of()) {
        @Override
        Toxic toxic(Map<String, Long> attributes, SplittableRandom random) {
            return new NoopToxic();
        }
    };

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

    List<String> attributeNames() {
        return attributeNames;
    }

    private static long value(Map<String, Long> attributes, String name) {
        return attributes.getOrDefault(name, 0L);
    }
}
