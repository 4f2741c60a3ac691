package dev.blackstart.tolerance;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Json;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Judges the output of a probe. Where Chaos Toolkit 1.45 comes to a verdict this comes to the same; where it crashes, the tolerance is
 * not met and the reason says why.
 */
public final class Tolerances {
    private static final int MAX_NUMBER = 10_000;

    private final UnaryOperator<@Nullable Object> substitution;
    private final ProbeTolerance probe;

    /** Judges a value by the probe that a tolerance is: runs it with the argument {@code value}. */
    public interface ProbeTolerance {
        Met judge(Tolerance.Probe tolerance, @Nullable Object value);
    }

    private Tolerances(UnaryOperator<@Nullable Object> substitution, ProbeTolerance probe) {
        this.substitution = substitution;
        this.probe = probe;
    }

    /** Judges without variables; a probe tolerance is not met. */
    public static Met met(Tolerance tolerance, @Nullable Object value) {
        return met(tolerance, value, plain -> plain, (asked, judged) -> Met.no("a probe cannot be asked here"));
    }

    /**
     * Judges a value.
     *
     * @param value plain
     * @param substitution puts variables into a plain value; applied where Chaos Toolkit does: a tolerance that is a text, a pattern, a
     *     path, what a path expects
     * @param probe for tolerances that are probes
     */
    public static Met met(
            Tolerance tolerance,
            @Nullable Object value,
            UnaryOperator<@Nullable Object> substitution,
            ProbeTolerance probe) {
        try {
            return new Tolerances(substitution, probe).judge(tolerance, value, true);
        } catch (IllegalArgumentException e) {
            return Met.no(String.valueOf(e.getMessage()));
        } catch (BoundedText.TooLong | StackOverflowError e) {
            return Met.no("the search for the pattern takes too long; write it so that it can match in one way only");
        }
    }

    private Met judge(Tolerance tolerance, @Nullable Object value, boolean mayReplace) {
        if (tolerance instanceof Tolerance.Scalar scalar) {
            return scalar(scalar, value, mayReplace);
        }
        if (tolerance instanceof Tolerance.Values values) {
            return values(values.values(), value);
        }
        if (tolerance instanceof Tolerance.Regex regex) {
            return regex(regex, value);
        }
        if (tolerance instanceof Tolerance.JsonPath path) {
            return jsonPath(path, value);
        }
        if (tolerance instanceof Tolerance.Range range) {
            return range(range, targeted(value, range.target()));
        }
        return probe.judge((Tolerance.Probe) tolerance, value);
    }

    private Met scalar(Tolerance.Scalar scalar, @Nullable Object value, boolean mayReplace) {
        Object wanted = scalar.value();
        if (wanted instanceof String && mayReplace) {
            Object replaced = substitution.apply(wanted);
            if (!wanted.equals(replaced)) {
                List<Problem> problems = new ArrayList<>();
                Optional<Tolerance> tolerance = ToleranceReader.read(Node.of(scalar.at(), replaced), problems);
                return tolerance.isPresent()
                        ? judge(tolerance.get(), value, false)
                        : Met.no(wanted + ": " + problems.get(0).message());
            }
        }
        boolean status = wanted instanceof Number && value instanceof Map<?, ?> map && map.containsKey("status");
        Object actual = status ? targeted(value, "status") : value;
        return Met.of(
                PythonEquality.equal(actual, wanted),
                (status ? "the status is " : "the value is ") + shown(actual) + ", not " + shown(wanted));
    }

    private static Met values(List<@Nullable Object> values, @Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.containsKey("status")) {
            Object status = map.get("status");
            return Met.of(
                    PythonEquality.contains(values, status),
                    "the status is " + shown(status) + ", none of " + shown(values));
        }
        if (values.size() != 2) {
            return Met.of(
                    PythonEquality.contains(values, value),
                    "the value is " + shown(value) + ", none of " + shown(values));
        }
        OptionalInt low = PythonEquality.order(values.get(0), value);
        OptionalInt high = PythonEquality.order(value, values.get(1));
        if (low.isEmpty() || high.isEmpty()) {
            return Met.no(shown(value) + " cannot be compared with the bounds " + shown(values));
        }
        return Met.of(
                low.getAsInt() <= 0 && high.getAsInt() <= 0,
                "the value is " + shown(value) + ", not between " + shown(values.get(0)) + " and "
                        + shown(values.get(1)));
    }

    private Met regex(Tolerance.Regex regex, @Nullable Object value) {
        Object text = targeted(value, regex.target());
        if (!(text instanceof String searched)) {
            return Met.no("a pattern is searched for in text, and this is " + shown(text));
        }
        String pattern = String.valueOf(substitution.apply(regex.pattern()));
        boolean found =
                PythonRegex.compile(pattern).matcher(new BoundedText(searched)).find();
        return Met.of(found, "'" + pattern + "' is not found in " + shown(searched));
    }

    private Met jsonPath(Tolerance.JsonPath tolerance, @Nullable Object value) {
        String path = String.valueOf(substitution.apply(tolerance.path()));
        List<@Nullable Object> matches =
                JsonPathExpression.parse(path).match(parsed(targeted(value, tolerance.target())));
        if (tolerance.hasExpect()) {
            Object expect = substitution.apply(tolerance.expect());
            List<?> expected = expect instanceof List<?> list ? list : java.util.Collections.singletonList(expect);
            return Met.of(
                    PythonEquality.equal(matches, expected),
                    path + " leads to " + shown(matches) + ", not to " + shown(expected));
        }
        if (tolerance.count() != null) {
            return Met.of(
                    PythonEquality.equal((long) matches.size(), tolerance.count()),
                    path + " has " + matches.size() + " matches, not " + shown(tolerance.count()));
        }
        return Met.of(!matches.isEmpty(), path + " leads to nothing");
    }

    private static Met range(Tolerance.Range range, @Nullable Object value) {
        String bounds = range.low().toString() + " and " + range.high();
        if (value instanceof Double number && number.isInfinite()) {
            return Met.no("the value is " + Json.number(number) + ", not between " + bounds);
        }
        Optional<BigDecimal> number = value instanceof String text ? decimal(text) : PythonEquality.exact(value);
        if (number.isEmpty()) {
            return Met.no(shown(value) + " is no number, so it is not between " + bounds);
        }
        boolean within =
                number.get().compareTo(range.low()) >= 0 && number.get().compareTo(range.high()) <= 0;
        return Met.of(within, "the value is " + shown(value) + ", not between " + bounds);
    }

    private static Optional<BigDecimal> decimal(String text) {
        String digits = text.strip().replace("_", "");
        if (digits.length() > MAX_NUMBER) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The member of a mapping that the tolerance is about; the whole value when the mapping does not have it. */
    private static @Nullable Object targeted(@Nullable Object value, @Nullable String target) {
        if (target == null) {
            return value;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("there is no '" + target + "' in " + shown(value));
        }
        return map.containsKey(target) ? map.get(target) : value;
    }

    private static @Nullable Object parsed(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return value;
        }
        try {
            return Json.parse(text);
        } catch (DocumentInvalid e) {
            return text;
        }
    }

    private static String shown(@Nullable Object value) {
        String text;
        try {
            text = Json.compact(value);
        } catch (IllegalArgumentException e) {
            text = String.valueOf(value);
        }
        return text.length() > 200 ? text.substring(0, 200) + "…" : text;
    }
}
