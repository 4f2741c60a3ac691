package dev.blackstart.experiment;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Casts of environment variables and of {@code --var}. */
final class TypedText {
    static final List<String> TYPES = List.of("str", "int", "float", "bool", "json", "bytes");
    private static final Set<String> FALSE = Set.of("false", "0", "no");

    private TypedText() {}

    static boolean isType(@Nullable String type) {
        return type == null
                || Set.of("none", "str", "string", "int", "integer", "float", "number", "bool", "json", "bytes")
                        .contains(type);
    }

    /**
     * @param type null: left as it is
     * @throws IllegalArgumentException when the value cannot be of this type, or there is no such type
     */
    static @Nullable Object cast(@Nullable Object value, @Nullable String type) {
        if (type == null || type.equals("none")) {
            return value;
        }
        return switch (type) {
            // Bytes are kept as text: they have no place in JSON.
            case "str", "string", "bytes" -> PythonText.of(value);
            case "int", "integer" -> integer(value);
            case "float", "number" -> floating(value);
            case "bool" -> !FALSE.contains(PythonText.of(value).toLowerCase(Locale.ROOT));
            case "json" -> json(value);
            default ->
                throw new IllegalArgumentException("unknown type '" + type + "'; known: " + String.join(", ", TYPES));
        };
    }

    private static Object integer(@Nullable Object value) {
        try {
            BigInteger whole;
            if (value instanceof Boolean truth) {
                whole = truth ? BigInteger.ONE : BigInteger.ZERO;
            } else if (value instanceof Number number) {
                whole = new BigDecimal(number.toString()).toBigInteger();
            } else if (value instanceof String text) {
                whole = new BigInteger(text.strip().replaceAll("(?<=\\d)_(?=\\d)", ""));
            } else {
                throw misfit(value, "a whole number");
            }
            return whole.bitLength() < 64 ? (Object) whole.longValue() : whole;
        } catch (NumberFormatException e) {
            throw misfit(value, "a whole number");
        }
    }

    private static Object floating(@Nullable Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1.0 : 0.0;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (!(value instanceof String text)) {
            throw misfit(value, "a number");
        }
        String digits = text.strip().replaceAll("(?<=\\d)_(?=\\d)", "").toLowerCase(Locale.ROOT);
        String unsigned = digits.replaceFirst("^[-+]", "");
        if (unsigned.equals("inf") || unsigned.equals("infinity")) {
            return digits.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (unsigned.equals("nan")) {
            return Double.NaN;
        }
        if (!unsigned.matches("(\\d+\\.?\\d*|\\.\\d+)(e[-+]?\\d+)?")) {
            throw misfit(value, "a number");
        }
        return Double.parseDouble(digits);
    }

    private static @Nullable Object json(@Nullable Object value) {
        if (value == null || value.equals("")) {
            return value;
        }
        if (!(value instanceof String text)) {
            throw misfit(value, "JSON text");
        }
        try {
            return Json.parse(text);
        } catch (DocumentInvalid e) {
            throw misfit(value, "JSON");
        }
    }

    private static IllegalArgumentException misfit(@Nullable Object value, String what) {
        return new IllegalArgumentException(PythonText.quoted(value) + " is not " + what);
    }
}
