package dev.blackstart.provider;

import dev.blackstart.document.Durations;
import dev.blackstart.document.Suggestions;
import java.lang.reflect.ParameterizedType;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Converts one value of a file to the type of an argument. */
final class ArgumentValue {
    private ArgumentValue() {}

    /** @throws IllegalArgumentException with a message for the person who wrote the value */
    static Object of(Parameter parameter, Object value) {
        Object converted = converted(parameter, value);
        if (!isWithin(parameter, converted)) {
            throw mismatch(parameter, value);
        }
        return converted;
    }

    private static boolean isWithin(Parameter parameter, Object converted) {
        return (parameter.min().isEmpty() || compare(converted, parameter.min()) >= 0)
                && (parameter.max().isEmpty() || compare(converted, parameter.max()) <= 0);
    }

    /** Only numbers and durations have bounds. */
    private static int compare(Object value, String bound) {
        return value instanceof Duration duration
                ? duration.compareTo(Durations.parse(bound))
                : Double.compare(((Number) value).doubleValue(), Double.parseDouble(bound));
    }

    private static Object converted(Parameter parameter, Object value) {
        if (parameter.type() instanceof Class<?> type) {
            return ofClass(parameter, type, value);
        }
        if (parameter.type() instanceof ParameterizedType generic) {
            if (generic.getRawType() == List.class && value instanceof List<?> list) {
                return texts(parameter, list);
            }
            if (generic.getRawType() == Map.class && value instanceof Map<?, ?> map) {
                return texts(parameter, map);
            }
        }
        throw mismatch(parameter, value);
    }

    /** A default, as an annotation writes it. */
    static Object ofText(Parameter parameter, String text) {
        if (parameter.type() instanceof Class<?> type) {
            if (type == boolean.class || type == Boolean.class) {
                return Boolean.valueOf(text);
            } else if (type == double.class || type == Double.class) {
                return Double.valueOf(text);
            } else if (isWhole(type)) {
                return whole(parameter, type, new BigInteger(text));
            }
        }
        return of(parameter, text);
    }

    private static Object ofClass(Parameter parameter, Class<?> type, Object value) {
        if (type == Object.class) {
            return value;
        } else if (type == Duration.class) {
            return duration(parameter, value);
        } else if (type.isEnum()) {
            return constant(parameter, type, value);
        } else if (type == String.class && value instanceof String) {
            return value;
        } else if ((type == boolean.class || type == Boolean.class) && value instanceof Boolean) {
            return value;
        } else if ((type == double.class || type == Double.class) && value instanceof Number number) {
            return number.doubleValue();
        } else if (isWhole(type) && value instanceof Number number && isWhole(number.getClass())) {
            return whole(parameter, type, number);
        }
        throw mismatch(parameter, value);
    }

    private static boolean isWhole(Class<?> type) {
        return type == int.class
                || type == long.class
                || type == Integer.class
                || type == Long.class
                || type == BigInteger.class;
    }

    private static Object whole(Parameter parameter, Class<?> type, Number number) {
        boolean small = type == int.class || type == Integer.class;
        BigInteger exact = new BigInteger(number.toString());
        if (exact.bitLength() > (small ? 31 : 63)) {
            throw new IllegalArgumentException(parameter.name() + " is too large: " + number);
        }
        return small ? (Object) exact.intValueExact() : (Object) exact.longValueExact();
    }

    private static Duration duration(Parameter parameter, Object value) {
        if (value instanceof String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(parameter.name() + ": " + e.getMessage(), e);
            }
        }
        if (value instanceof Number) {
            String bounds = parameter.min().isEmpty() && parameter.max().isEmpty() ? "" : ", with its unit";
            throw new IllegalArgumentException(parameter.name() + " must be " + parameter.expected() + bounds + ": "
                    + value + meant(parameter, value));
        }
        throw mismatch(parameter, value);
    }

    /** What a number without a unit may have meant, as far as that is within the bounds. */
    private static String meant(Parameter parameter, Object value) {
        String number = String.valueOf(value);
        return Durations.likely(number).stream()
                .flatMap(likely -> Stream.of(likely, number + "s", number + "ms"))
                .filter(text -> isWithin(parameter, Durations.parse(text)))
                .findFirst()
                .map(text -> " (did you mean \"" + text + "\"?)")
                .orElse("");
    }

    private static Object constant(Parameter parameter, Class<?> type, Object value) {
        List<String> names = Parameter.constants(type);
        int index = value instanceof String text ? names.indexOf(text) : -1;
        if (index < 0) {
            throw new IllegalArgumentException(
                    mismatch(parameter, value).getMessage() + Suggestions.didYouMean(String.valueOf(value), names));
        }
        return type.getEnumConstants()[index];
    }

    private static List<String> texts(Parameter parameter, List<?> list) {
        List<String> texts = new ArrayList<>();
        for (Object each : list) {
            texts.add(text(parameter, each));
        }
        return List.copyOf(texts);
    }

    private static Map<String, String> texts(Parameter parameter, Map<?, ?> map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((name, each) -> texts.put(String.valueOf(name), text(parameter, each)));
        return java.util.Collections.unmodifiableMap(texts);
    }

    /** Numbers pass where texts are asked for in bulk: {@code environment: {PORT: 8080}}. */
    private static String text(Parameter parameter, @Nullable Object value) {
        if (value instanceof String || value instanceof Number) {
            return value.toString();
        }
        throw mismatch(parameter, value);
    }

    private static IllegalArgumentException mismatch(Parameter parameter, @Nullable Object value) {
        String shown = value instanceof String ? "'" + value + "'" : String.valueOf(value);
        return new IllegalArgumentException(parameter.name() + " must be " + parameter.expected() + ": " + shown);
    }
}
