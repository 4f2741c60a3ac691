package dev.blackstart.tolerance;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Compares plain values as Python does: 1, 1.0 and true are equal; a text never equals a number. */
final class PythonEquality {
    private PythonEquality() {}

    static boolean equal(@Nullable Object a, @Nullable Object b) {
        if (a instanceof List<?> left && b instanceof List<?> right) {
            Iterator<?> others = right.iterator();
            return left.size() == right.size() && left.stream().allMatch(item -> equal(item, others.next()));
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return left.keySet().equals(right.keySet())
                    && left.entrySet().stream().allMatch(entry -> equal(entry.getValue(), right.get(entry.getKey())));
        }
        if (isNumber(a) && isNumber(b)) {
            OptionalInt order = order(a, b);
            return order.isPresent() && order.getAsInt() == 0;
        }
        return Objects.equals(a, b);
    }

    static boolean contains(List<?> list, @Nullable Object value) {
        return list.stream().anyMatch(item -> equal(item, value));
    }

    /** How two numbers or two texts are ordered; empty when they are of different kinds, of others, or NaN. */
    static OptionalInt order(@Nullable Object a, @Nullable Object b) {
        if (a instanceof String left && b instanceof String right) {
            return OptionalInt.of(byCodePoint(left, right));
        }
        if (!isNumber(a) || !isNumber(b)) {
            return OptionalInt.empty();
        }
        Optional<BigDecimal> left = exact(a);
        Optional<BigDecimal> right = exact(b);
        if (left.isPresent() && right.isPresent()) {
            return OptionalInt.of(left.get().compareTo(right.get()));
        }
        double x = left.isPresent() ? 0 : ((Number) Objects.requireNonNull(a)).doubleValue();
        double y = right.isPresent() ? 0 : ((Number) Objects.requireNonNull(b)).doubleValue();
        return Double.isNaN(x) || Double.isNaN(y) ? OptionalInt.empty() : OptionalInt.of(Double.compare(x, y));
    }

    /** The exact value of a number or boolean; empty for infinities and NaN, and for what is no number. */
    static Optional<BigDecimal> exact(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return Optional.of(truth ? BigDecimal.ONE : BigDecimal.ZERO);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? Optional.of(new BigDecimal(number)) : Optional.empty();
        }
        return value instanceof Number number ? Optional.of(new BigDecimal(number.toString())) : Optional.empty();
    }

    private static boolean isNumber(@Nullable Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    /** Python orders texts by code point, Java by UTF-16 unit. */
    private static int byCodePoint(String left, String right) {
        int[] a = left.codePoints().toArray();
        int[] b = right.codePoints().toArray();
        return java.util.Arrays.compare(a, b);
    }
}
