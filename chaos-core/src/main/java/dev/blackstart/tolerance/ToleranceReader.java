package dev.blackstart.tolerance;

import dev.blackstart.document.Fields;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the tolerance of a probe. What Chaos Toolkit refuses, this refuses; keys that it does not know are ignored, as there. */
public final class ToleranceReader {
    private static final BigDecimal BEYOND_EVERY_NUMBER = new BigDecimal("1E+1000000");

    private final List<Problem> problems;

    private ToleranceReader(List<Problem> problems) {
        this.problems = problems;
    }

    /**
     * The tolerance that a node describes; empty when it is none, and then {@code problems} says why. The definition of a probe tolerance
     * is not looked into.
     *
     * @param problems is added to
     */
    public static Optional<Tolerance> read(Node node, List<Problem> problems) {
        return Optional.ofNullable(new ToleranceReader(problems).read(node));
    }

    private @Nullable Tolerance read(Node node) {
        if (node instanceof Node.Mapping mapping) {
            return ofType(mapping);
        }
        if (node instanceof Node.Sequence sequence) {
            return new Tolerance.Values(sequence.at(), sequence.plain());
        }
        Object value = node.plain();
        if (value instanceof Boolean
                || value instanceof String
                || value instanceof Long
                || value instanceof BigInteger) {
            return new Tolerance.Scalar(node.at(), value);
        }
        return wrong(
                node,
                "a tolerance is true or false, a whole number, a text, a list (two items: an inclusive range) or a mapping with a"
                        + " type (regex, jsonpath, range, probe), not " + Fields.describe(node)
                        + (value instanceof Double
                                ? "; for a fraction use {\"type\": \"range\", \"range\": [low, high]}"
                                : ""));
    }

    private @Nullable Tolerance ofType(Node.Mapping mapping) {
        Node type = mapping.members().get("type");
        String name = type == null ? "" : String.valueOf(type.plain());
        return switch (name) {
            case "regex" -> regex(mapping);
            case "jsonpath" -> jsonPath(mapping);
            case "range" -> range(mapping);
            case "probe" -> new Tolerance.Probe(mapping.at(), mapping);
            default ->
                wrong(
                        type == null ? mapping : type,
                        type == null
                                ? "a tolerance that is a mapping needs a type: regex, jsonpath, range or probe"
                                : "unknown type of tolerance '" + name + "'; known: regex, jsonpath, range, probe");
        };
    }

    private @Nullable Tolerance regex(Node.Mapping mapping) {
        Node pattern = mapping.members().get("pattern");
        if (pattern == null) {
            return wrong(mapping, "a regex tolerance needs a pattern");
        }
        if (!(pattern.plain() instanceof String text)) {
            return wrong(pattern, "the pattern of a regex tolerance must be text, not " + Fields.describe(pattern));
        }
        try {
            PythonRegex.compile(text);
        } catch (IllegalArgumentException e) {
            return wrong(pattern, e.getMessage());
        }
        return new Tolerance.Regex(mapping.at(), text, target(mapping));
    }

    private @Nullable Tolerance jsonPath(Node.Mapping mapping) {
        Map<String, Node> members = mapping.members();
        Node path = members.get("path");
        if (path == null) {
            return wrong(mapping, "a jsonpath tolerance needs a path");
        }
        if (path.plain() instanceof String blank && blank.isBlank()) {
            return wrong(path, "the path of a jsonpath tolerance must not be empty");
        }
        if (!(path.plain() instanceof String text)) {
            return wrong(path, "the path of a jsonpath tolerance must be text, not " + Fields.describe(path));
        }
        try {
            JsonPathExpression.parse(text);
        } catch (IllegalArgumentException e) {
            return wrong(path, e.getMessage());
        }
        Node expect = members.get("expect");
        Node count = members.get("count");
        return new Tolerance.JsonPath(
                mapping.at(),
                text,
                target(mapping),
                expect != null,
                expect == null ? null : expect.plain(),
                count == null ? null : count.plain());
    }

    private @Nullable Tolerance range(Node.Mapping mapping) {
        Node range = mapping.members().get("range");
        if (range == null) {
            return wrong(mapping, "a range tolerance needs a range: [low, high]");
        }
        if (!(range instanceof Node.Sequence sequence)) {
            return wrong(range, "a range is a list of two numbers, not " + Fields.describe(range));
        }
        if (sequence.items().size() != 2) {
            return wrong(
                    range,
                    "a range has two numbers, low and high, not "
                            + sequence.items().size());
        }
        BigDecimal low = bound(sequence.items().get(0), "lower");
        BigDecimal high = bound(sequence.items().get(1), "upper");
        return low == null || high == null ? null : new Tolerance.Range(mapping.at(), low, high, target(mapping));
    }

    private @Nullable BigDecimal bound(Node node, String which) {
        Object value = node.plain();
        if (value instanceof Double number && number.isInfinite()) {
            return number > 0 ? BEYOND_EVERY_NUMBER : BEYOND_EVERY_NUMBER.negate();
        }
        Optional<BigDecimal> bound = PythonEquality.exact(value);
        if (bound.isEmpty()) {
            problems.add(new Problem(
                    node.at(), "the " + which + " bound of a range must be a number, not " + Fields.describe(node)));
        }
        return bound.orElse(null);
    }

    private static @Nullable String target(Node.Mapping mapping) {
        Node target = mapping.members().get("target");
        Object name = target == null ? null : target.plain();
        return name == null || name.equals("") ? null : String.valueOf(name);
    }

    private @Nullable Tolerance wrong(Node node, @Nullable String message) {
        problems.add(new Problem(node.at(), String.valueOf(message)));
        return null;
    }
}
