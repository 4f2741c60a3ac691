package dev.blackstart.document;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The values of record components, and their plain forms. */
final class RecordValues {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private RecordValues() {}

    static boolean isAbsent(Object value) {
        return value instanceof Optional<?> optional && optional.isEmpty()
                || value instanceof OptionalInt number && number.isEmpty()
                || value instanceof OptionalLong whole && whole.isEmpty()
                || value instanceof OptionalDouble fraction && fraction.isEmpty();
    }

    static @Nullable Object toPlain(@Nullable Object value) {
        if (value == null || value instanceof String || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        if (value instanceof Record record) {
            return Records.toPlain(record);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            map.forEach((key, each) -> plain.put(key(key), toPlain(each)));
            return plain;
        }
        if (value instanceof Collection<?> items) {
            List<@Nullable Object> plain = new ArrayList<>(items.size());
            items.forEach(item -> plain.add(toPlain(item)));
            return plain;
        }
        return textual(value);
    }

    private static @Nullable Object textual(Object value) {
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Duration duration) {
            return Durations.format(duration);
        }
        if (value instanceof Instant instant) {
            return MICROSECONDS.format(instant);
        }
        if (value instanceof Optional<?> optional) {
            return toPlain(optional.orElse(null));
        }
        if (value instanceof OptionalInt number) {
            return number.getAsInt();
        }
        if (value instanceof OptionalLong number) {
            return number.getAsLong();
        }
        if (value instanceof OptionalDouble number) {
            return number.getAsDouble();
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof Path) {
            return value.toString();
        }
        throw new IllegalArgumentException(
                "no plain form of " + value.getClass().getName());
    }

    private static String key(@Nullable Object key) {
        return key instanceof Enum<?> constant ? constant.name() : String.valueOf(key);
    }

    /** What stands for a component that the plain form does not have. */
    static @Nullable Object missing(Type type, boolean nullable, String path) {
        if (nullable) {
            return null;
        }
        Class<?> raw = raw(type);
        if (raw == Optional.class) {
            return Optional.empty();
        }
        if (raw == OptionalInt.class) {
            return OptionalInt.empty();
        }
        if (raw == OptionalLong.class) {
            return OptionalLong.empty();
        }
        if (raw == OptionalDouble.class) {
            return OptionalDouble.empty();
        }
        if (raw == List.class || raw == Collection.class) {
            return List.of();
        }
        if (raw == Set.class) {
            return Set.of();
        }
        if (raw == Map.class) {
            return Map.of();
        }
        throw new IllegalArgumentException(path + " is missing");
    }

    static @Nullable Object fromPlain(Type type, @Nullable Object plain, String path) {
        Class<?> raw = raw(type);
        if (raw == Object.class || plain == null) {
            return plain;
        }
        if (raw == Optional.class) {
            return Optional.ofNullable(fromPlain(argument(type, 0), plain, path));
        }
        if (raw == List.class || raw == Collection.class || raw == Set.class) {
            Collection<@Nullable Object> items = raw == Set.class ? new LinkedHashSet<>() : new ArrayList<>();
            List<?> elements = need(List.class, plain, "a list", path);
            for (Object item : elements) {
                items.add(fromPlain(argument(type, 0), item, path + "[" + items.size() + "]"));
            }
            return items;
        }
        if (raw == Map.class) {
            Map<Object, @Nullable Object> map = new LinkedHashMap<>();
            Map<?, ?> entries = need(Map.class, plain, "a mapping", path);
            entries.forEach((key, value) -> map.put(
                    scalar(raw(argument(type, 0)), String.valueOf(key), path),
                    fromPlain(argument(type, 1), value, path + "." + key)));
            return map;
        }
        if (raw.isRecord() || raw.isSealed()) {
            return Records.fromPlain(raw, need(Map.class, plain, "a mapping", path), path);
        }
        return scalar(raw, plain, path);
    }

    private static Object scalar(Class<?> type, Object plain, String path) {
        try {
            if (type == String.class) {
                return need(String.class, plain, "text", path);
            }
            if (type == boolean.class || type == Boolean.class) {
                return need(Boolean.class, plain, "true or false", path);
            }
            if (plain instanceof Number number) {
                return number(type, number, path);
            }
            String text = need(String.class, plain, "text", path);
            if (type.isEnum()) {
                return constant(type, text, path);
            }
            if (type == Duration.class) {
                return Durations.parseSigned(text);
            }
            if (type == Instant.class) {
                return Instant.parse(text);
            }
            if (type == byte[].class) {
                return Base64.getDecoder().decode(text);
            }
            if (type == Path.class) {
                return Path.of(text);
            }
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            String message = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(message.startsWith(path) ? message : path + ": " + message, e);
        }
        throw unfit(type.getSimpleName(), plain, path);
    }

    private static Object number(Class<?> type, Number number, String path) {
        if (type == double.class || type == Double.class) {
            return number.doubleValue();
        }
        if (type == Number.class) {
            return number;
        }
        if (type == OptionalDouble.class) {
            return OptionalDouble.of(number.doubleValue());
        }
        if (type == BigDecimal.class) {
            return new BigDecimal(number.toString());
        }
        BigInteger whole = new BigDecimal(number.toString()).toBigIntegerExact();
        if (type == long.class || type == Long.class) {
            return whole.longValueExact();
        }
        if (type == int.class || type == Integer.class) {
            return whole.intValueExact();
        }
        if (type == OptionalInt.class) {
            return OptionalInt.of(whole.intValueExact());
        }
        if (type == OptionalLong.class) {
            return OptionalLong.of(whole.longValueExact());
        }
        if (type == BigInteger.class) {
            return whole;
        }
        throw unfit(type.getSimpleName(), number, path);
    }

    private static Object constant(Class<?> type, String text, String path) {
        List<String> known = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            if (name.equals(text)) {
                return constant;
            }
            known.add(name);
        }
        throw new IllegalArgumentException(path + ": unknown '" + text + "'; known: " + String.join(", ", known));
    }

    private static <T> T need(Class<T> type, Object plain, String what, String path) {
        if (!type.isInstance(plain)) {
            throw unfit(what, plain, path);
        }
        return type.cast(plain);
    }

    private static IllegalArgumentException unfit(String what, Object plain, String path) {
        return new IllegalArgumentException(path + " must be " + what + ", not " + plain);
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> raw) {
            return raw;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        throw new IllegalArgumentException("no plain form of the type " + type);
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType parameterized
                ? parameterized.getActualTypeArguments()[index]
                : Object.class;
    }
}
