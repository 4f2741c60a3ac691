package dev.blackstart.tolerance;

import dev.blackstart.document.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the value of a probe is measured against. Dispatch is on the tolerance's own type, as in Chaos Toolkit. */
public sealed interface Tolerance {
    Location at();

    /** A boolean, an integer or a string. */
    record Scalar(Location at, Object value) implements Tolerance {}

    /** A list: two items are an inclusive range, others are alternatives; for a value with a status always alternatives. */
    record Values(Location at, List<@Nullable Object> values) implements Tolerance {}

    /** A Python regular expression that is searched for. */
    record Regex(Location at, String pattern, @Nullable String target) implements Tolerance {}

    /**
     * A path in jsonpath2's dialect.
     *
     * @param expect the values that must come out; absent when {@code hasExpect} is false
     * @param count the number of matches, or null
     */
    record JsonPath(
            Location at,
            String path,
            @Nullable String target,
            boolean hasExpect,
            @Nullable Object expect,
            @Nullable Object count)
            implements Tolerance {}

    /** An inclusive range of numbers. */
    record Range(
            Location at,
            java.math.BigDecimal low,
            java.math.BigDecimal high,
            @Nullable String target) implements Tolerance {}

    /** A probe that is called with the value; its definition is kept as declared. */
    record Probe(Location at, dev.blackstart.document.Node.Mapping document) implements Tolerance {}
}
