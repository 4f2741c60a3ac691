package dev.blackstart.provider;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One argument of a native function, as a file sees it: for {@code plan}, for messages and for documentation.
 *
 * @param name in snake_case
 * @param type of the value, as declared in Java
 * @param summary what it is for
 * @param unit empty where the type tells it
 * @param byDefault as a file would write it; empty when there is none
 * @param optional whether it may be left out
 * @param min the least value as a file would write it; empty when there is none
 * @param max the greatest one, likewise
 * @param takes what it takes; empty where the type tells it
 */
public record Parameter(
        String name,
        Type type,
        String summary,
        String unit,
        String byDefault,
        boolean optional,
        String min,
        String max,
        String takes) {

    /** The arguments of a function, in their order; those of the second record stand where the first has its place for it. */
    public static List<Parameter> of(FunctionType<?> type) {
        List<Parameter> parameters = new ArrayList<>();
        for (RecordComponent component : type.arguments().getRecordComponents()) {
            if (isPlaceOfFurther(component)) {
                Class<? extends Record> further = type.further()
                        .orElseThrow(() -> new IllegalStateException(
                                type.name() + ": " + component + " needs a second record of arguments"));
                for (RecordComponent inner : further.getRecordComponents()) {
                    parameters.add(of(inner));
                }
            } else {
                parameters.add(of(component));
            }
        }
        return List.copyOf(parameters);
    }

    static boolean isPlaceOfFurther(RecordComponent component) {
        return component.getType() == Record.class;
    }

    static Parameter of(RecordComponent component) {
        Argument argument = component.getAnnotation(Argument.class);
        if (argument == null) {
            throw new IllegalStateException(component.getDeclaringRecord().getName() + "." + component.getName()
                    + ": an argument of a native function needs @Argument");
        }
        boolean optional = component.getType() == Optional.class;
        Type type = optional
                ? ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
                : component.getGenericType();
        return new Parameter(
                snakeCase(component.getName()),
                type,
                argument.value(),
                argument.unit(),
                argument.byDefault(),
                optional || !argument.byDefault().isEmpty(),
                argument.min(),
                argument.max(),
                argument.takes());
    }

    /** What a value must be, in the words of a message: {@code a duration from 100ms to 1h}. */
    public String expected() {
        if (!takes.isEmpty()) {
            return takes;
        }
        if (type == Duration.class && !bounds().isEmpty()) {
            return "a duration" + bounds();
        }
        if (type instanceof Class<?> plain) {
            return expected(plain) + bounds();
        }
        Type raw = ((ParameterizedType) type).getRawType();
        return raw == Map.class ? "a mapping of names to texts" : "a list of texts";
    }

    private String bounds() {
        if (min.isEmpty()) {
            return max.isEmpty() ? "" : " of at most " + max;
        }
        return max.isEmpty() ? " of at least " + min : " from " + min + " to " + max;
    }

    private static String expected(Class<?> plain) {
        if (plain == Duration.class) {
            return "a duration with its unit, such as 250ms, 8s or 5m";
        } else if (plain == String.class) {
            return "a text";
        } else if (plain == boolean.class || plain == Boolean.class) {
            return "true or false";
        } else if (plain == double.class || plain == Double.class) {
            return "a number";
        } else if (plain.isEnum()) {
            return "one of " + String.join(", ", constants(plain));
        }
        return plain == Object.class ? "any value" : "a whole number";
    }

    /** The names of an enum as files write them: lower-case, with hyphens. */
    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(each -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private static String snakeCase(String camelCase) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < camelCase.length(); i++) {
            char letter = camelCase.charAt(i);
            if (Character.isUpperCase(letter)) {
                snake.append('_');
            }
            snake.append(Character.toLowerCase(letter));
        }
        return snake.toString();
    }
}
