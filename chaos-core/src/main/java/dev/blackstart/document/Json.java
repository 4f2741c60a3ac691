package dev.blackstart.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text and records. Plain values are {@code Map<String, Object>}, {@code List<Object>}, String, Boolean, Number and null.
 *
 * <p>Records become mappings with names in snake_case: Duration as text ({@code 250ms}), Instant in ISO 8601 with microseconds and
 * {@code Z}, enums by name, {@code byte[]} in base64, Path as text, Optional and null by absence. A record that implements a sealed
 * interface carries its own name in kebab-case as {@code type}.
 */
public final class Json {
    private Json() {}

    /**
     * One line, no spaces. NaN and the infinities are written as Python does; other readers may refuse them.
     *
     * @throws IllegalArgumentException for a value that is not plain
     */
    public static String compact(@Nullable Object plain) {
        return new JsonText(false).write(plain);
    }

    /**
     * As Python's {@code json.dump(…, indent=2, ensure_ascii=False)} writes it, without a line end after the last line.
     *
     * @throws IllegalArgumentException for a value that is not plain
     */
    public static String pretty(@Nullable Object plain) {
        return new JsonText(true).write(plain);
    }

    /**
     * Reads one JSON text to plain values: whole numbers as Long or BigInteger, others as Double.
     *
     * @throws DocumentInvalid when it is not JSON
     */
    public static @Nullable Object parse(String text) {
        return new JsonTree("json", text).readPlain();
    }

    /** A number as Python's {@code repr} writes it: the shortest digits that read back as the same number. */
    public static String number(double number) {
        return JsonText.number(number);
    }

    /**
     * A record as plain values.
     *
     * @throws IllegalArgumentException when a component's type has no plain form
     */
    public static Map<String, @Nullable Object> fromRecord(Record value) {
        return Records.toPlain(value);
    }

    /**
     * Plain values as a record. What the record does not know is ignored; what is missing becomes null, empty or, where neither will do,
     * an error.
     *
     * @param type a record class, or a sealed interface of records, chosen by {@code type}
     * @throws IllegalArgumentException that names the member which is missing or does not fit
     */
    public static <T> T toRecord(Class<T> type, Map<String, ? extends @Nullable Object> plain) {
        return type.cast(Records.fromPlain(type, plain, ""));
    }
}
