package dev.blackstart.experiment;

import dev.blackstart.document.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plain values as Python spells them: what a variable becomes inside a text, and an argument on a command line. */
public final class PythonText {
    private PythonText() {}

    /** As Python's {@code str}: {@code True}, {@code None}, {@code 1.5}, {@code [1, 'a']}, {@code {'k': 1}}; a text is itself. */
    public static String of(@Nullable Object value) {
        return value instanceof String text ? text : quoted(value);
    }

    /** As Python's {@code repr}: a text stands in quotes. */
    public static String quoted(@Nullable Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean truth) {
            return truth ? "True" : "False";
        }
        if (value instanceof String text) {
            return inQuotes(text);
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isNaN(number)
                    ? "nan"
                    : Double.isInfinite(number) ? (number > 0 ? "inf" : "-inf") : Json.number(number);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(PythonText::quoted).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return String.valueOf(value);
    }

    private static String inQuotes(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder out = new StringBuilder().append(quote);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (c < 0x20 || (c >= 0x7f && c <= 0xa0) || c == 0xad) {
                        out.append(String.format("\\x%02x", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append(quote).toString();
    }
}
