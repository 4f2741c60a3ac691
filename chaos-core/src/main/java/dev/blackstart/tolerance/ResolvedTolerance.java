package dev.blackstart.tolerance;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A tolerance as plain data, its variables put in: what a journal holds of it, so that an output can be judged again. */
public final class ResolvedTolerance {
    private static final Location IN_A_JOURNAL = new Location("events.jsonl", 0, 0, "");

    private ResolvedTolerance() {}

    /**
     * The tolerance as a file would have it.
     *
     * @param substitution as {@link Tolerances#met(Tolerance, Object, UnaryOperator, Tolerances.ProbeTolerance)} has it
     * @return null for one that is a probe: its judgement can only be asked for
     */
    public static @Nullable Object of(Tolerance tolerance, UnaryOperator<@Nullable Object> substitution) {
        if (tolerance instanceof Tolerance.Scalar scalar) {
            return scalar(scalar, substitution);
        }
        if (tolerance instanceof Tolerance.Values values) {
            return values.values();
        }
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        if (tolerance instanceof Tolerance.Regex regex) {
            plain.put("type", "regex");
            plain.put("pattern", String.valueOf(substitution.apply(regex.pattern())));
            plain.put("target", regex.target());
        } else if (tolerance instanceof Tolerance.JsonPath path) {
            plain.put("type", "jsonpath");
            plain.put("path", String.valueOf(substitution.apply(path.path())));
            plain.put("target", path.target());
            if (path.hasExpect()) {
                plain.put("expect", substitution.apply(path.expect()));
            }
            plain.put("count", path.count());
        } else if (tolerance instanceof Tolerance.Range range) {
            plain.put("type", "range");
            plain.put("range", Arrays.asList(number(range.low()), number(range.high())));
            plain.put("target", range.target());
        } else {
            return null;
        }
        return plain;
    }

    /** A text that is replaced by something else is that tolerance, which is not replaced again. */
    private static @Nullable Object scalar(Tolerance.Scalar scalar, UnaryOperator<@Nullable Object> substitution) {
        if (!(scalar.value() instanceof String text)) {
            return scalar.value();
        }
        Object replaced = substitution.apply(text);
        Optional<Tolerance> other = text.equals(replaced)
                ? Optional.empty()
                : ToleranceReader.read(Node.of(scalar.at(), replaced), new ArrayList<>());
        return other.isEmpty() || other.get() instanceof Tolerance.Scalar ? replaced : of(other.get(), substitution);
    }

    /** The number as it was written, and an infinity for what no double reaches. */
    private static Number number(BigDecimal bound) {
        double nearest = bound.doubleValue();
        boolean exact = Double.isInfinite(nearest) || new BigDecimal(nearest).compareTo(bound) == 0;
        return exact ? nearest : bound;
    }

    /** Judges a value by what {@link #of} gave. */
    public static Met met(Object resolved, @Nullable Object value) {
        List<Problem> problems = new ArrayList<>();
        return ToleranceReader.read(Node.of(IN_A_JOURNAL, resolved), problems)
                .map(tolerance -> Tolerances.met(tolerance, value))
                .orElseGet(() -> Met.no(problems.get(0).message()));
    }
}
