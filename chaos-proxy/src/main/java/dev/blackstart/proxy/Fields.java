package dev.blackstart.proxy;

import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, found as Go finds them: any case, the last one wins, null counts as absent.
 *
 * <p>Each getter throws {@link ApiError} with Go's words if the field is of another type.
 */
final class Fields {

    private static final Pattern INTEGER = Pattern.compile("-?\\d+");

    private final Json.Obj object;
    private final String goType;

    private Fields(Json.Obj object, String goType) {
        this.object = object;
        this.goType = goType;
    }

    /**
     * @param goType the struct that the original decodes into, as its messages name it
     * @throws ApiError if the value is neither an object nor null
     */
    static Fields of(Json value, String goType) throws ApiError {
        if (value instanceof Json.Null) {
            return new Fields(new Json.Obj(List.of()), goType);
        }
        if (value instanceof Json.Obj obj) {
            return new Fields(obj, goType);
        }
        throw ApiError.badBody("json: cannot unmarshal " + kind(value) + " into Go value of type " + goType);
    }

    @Nullable String text(String name) throws ApiError {
        return last(name, "string", (json, field) -> json instanceof Json.Str str ? str.value() : null);
    }

    @Nullable Boolean flag(String name) throws ApiError {
        return last(name, "bool", (json, field) -> json instanceof Json.Bool bool ? bool.value() : null);
    }

    @Nullable Long integer(String name) throws ApiError {
        return last(name, "int64", (json, field) -> json instanceof Json.Num num ? asLong(num.text()) : null);
    }

    @Nullable Float real(String name) throws ApiError {
        return last(name, "float32", (json, field) -> json instanceof Json.Num num ? asFloat(num.text()) : null);
    }

    /** The fields of a nested object; empty if it is absent or null. */
    Fields nested(String name, String nestedGoType) throws ApiError {
        Json.Obj found = last(name, nestedGoType, (json, field) -> json instanceof Json.Obj obj ? obj : null);
        return new Fields(found == null ? new Json.Obj(List.of()) : found, nestedGoType);
    }

    private <T> @Nullable T last(String name, String fieldType, BiFunction<Json, String, @Nullable T> read)
            throws ApiError {
        T found = null;
        for (Json.Member member : object.members()) {
            if (!member.name().equalsIgnoreCase(name) || member.value() instanceof Json.Null) {
                continue;
            }
            found = read.apply(member.value(), name);
            if (found == null) {
                String detail = member.value() instanceof Json.Num num && fieldType.startsWith("int")
                        ? num.goKind()
                        : kind(member.value());
                throw ApiError.badBody("json: cannot unmarshal " + detail + " into Go struct field " + goType + "."
                        + name + " of type " + fieldType);
            }
        }
        return found;
    }

    private static String kind(Json value) {
        return value instanceof Json.Num ? "number" : value.goKind();
    }

    private static @Nullable Long asLong(String text) {
        if (!INTEGER.matcher(text).matches()) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Float asFloat(String text) {
        float value = Float.parseFloat(text);
        return Float.isInfinite(value) ? null : value;
    }
}
