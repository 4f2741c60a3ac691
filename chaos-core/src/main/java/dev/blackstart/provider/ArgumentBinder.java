package dev.blackstart.provider;

import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.document.Suggestions;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns the arguments in a file into the record that a native function takes. Finds every problem, not only the first, and says of
 * each where it stands. Used twice: when a file is validated, and right before the call.
 */
public final class ArgumentBinder<A extends Record> {
    private final FunctionType<A> type;
    private final Location at;
    private final Map<String, Node> given;
    private final List<Problem> problems = new ArrayList<>();
    private boolean open;

    private ArgumentBinder(FunctionType<A> type, Node.@Nullable Mapping given, Location at) {
        this.type = type;
        this.at = given == null ? at : given.at();
        this.given = given == null ? Map.of() : given.members();
    }

    /**
     * Binds arguments for a call.
     *
     * @param given null when the file has none
     * @param at where the provider stands, for what is missing altogether
     * @param substitution puts values in the place of {@code ${name}}
     * @throws ArgumentsInvalid with all problems
     */
    public static <A extends Record> A bind(
            FunctionType<A> type,
            Node.@Nullable Mapping given,
            Location at,
            UnaryOperator<@Nullable Object> substitution) {
        ArgumentBinder<A> binder = new ArgumentBinder<>(type, given, at);
        A arguments = binder.bind(substitution, false);
        if (arguments == null) {
            throw new ArgumentsInvalid(binder.problems);
        }
        return arguments;
    }

    /** What is wrong with arguments, as far as it can be known before a run: values that still hold a <code>${name}</code> pass. */
    public static List<Problem> check(
            FunctionType<?> type,
            Node.@Nullable Mapping given,
            Location at,
            UnaryOperator<@Nullable Object> substitution) {
        ArgumentBinder<?> binder = new ArgumentBinder<>(type, given, at);
        binder.bind(substitution, true);
        return List.copyOf(binder.problems);
    }

    private @Nullable A bind(UnaryOperator<@Nullable Object> substitution, boolean lenient) {
        List<Parameter> parameters = Parameter.of(type);
        rejectUnknown(parameters.stream().map(Parameter::name).toList());
        Map<String, Object> values = new HashMap<>();
        for (Parameter parameter : parameters) {
            Object value = value(parameter, substitution, lenient);
            if (value != null) {
                values.put(parameter.name(), value);
            }
        }
        return problems.isEmpty() && !open ? build(type.arguments(), values) : null;
    }

    private void rejectUnknown(List<String> known) {
        given.forEach((name, node) -> {
            if (isBareOn(name) && known.contains("on")) {
                problems.add(new Problem(
                        node.at(),
                        "unknown argument '" + name + "' of " + type.name()
                                + ": YAML takes a bare on for true; write \"on\", with its quotes"));
            } else if (!known.contains(name)) {
                String takes = known.isEmpty() ? "takes none" : "known: " + String.join(", ", known);
                problems.add(new Problem(
                        node.at(),
                        "unknown argument '" + name + "' of " + type.name() + "; " + takes
                                + Suggestions.didYouMean(name, known)));
            }
        });
    }

    /** What YAML 1.1 makes of {@code on} as a key. */
    private static boolean isBareOn(String name) {
        return name.equals("true");
    }

    private @Nullable Object value(Parameter parameter, UnaryOperator<@Nullable Object> substitution, boolean lenient) {
        Node node = given.get(parameter.name());
        Object plain = node == null ? null : substitution.apply(node.plain());
        Location where = node == null ? at : node.at();
        if (plain == null) {
            if (parameter.byDefault().isEmpty()) {
                boolean meant =
                        parameter.name().equals("on") && given.keySet().stream().anyMatch(ArgumentBinder::isBareOn);
                if (!parameter.optional() && !meant) {
                    problems.add(new Problem(
                            at,
                            "argument '" + parameter.name() + "' of " + type.name() + " is missing: "
                                    + parameter.summary()));
                }
                return null;
            }
            return ArgumentValue.ofText(parameter, parameter.byDefault());
        }
        if (lenient && holdsVariable(plain)) {
            open = true;
            return null;
        }
        try {
            return ArgumentValue.of(parameter, plain);
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(where, String.valueOf(e.getMessage())));
            return null;
        }
    }

    private static boolean holdsVariable(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().anyMatch(ArgumentBinder::holdsVariable);
        }
        if (value instanceof List<?> list) {
            return list.stream().anyMatch(ArgumentBinder::holdsVariable);
        }
        return value instanceof String text && text.contains("${");
    }

    private <R extends Record> @Nullable R build(Class<R> record, Map<String, Object> values) {
        RecordComponent[] components = record.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            if (Parameter.isPlaceOfFurther(components[i])) {
                arguments[i] = build(type.further().orElseThrow(), values);
                if (arguments[i] == null) {
                    return null;
                }
                continue;
            }
            Object value = values.get(Parameter.of(components[i]).name());
            arguments[i] = types[i] == Optional.class ? Optional.ofNullable(value) : value;
        }
        try {
            Constructor<R> constructor = record.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                problems.add(refusal(String.valueOf(refused.getMessage())));
                return null;
            }
            throw new IllegalStateException(type.name() + ": its arguments cannot be built", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.name() + ": its arguments cannot be built", e);
        }
    }

    /** Where the record's own check names an argument first, the problem stands at that argument. */
    private Problem refusal(String message) {
        String first = message.split("[ :]", 2)[0];
        Node node = given.get(first);
        return new Problem(node == null ? at : node.at(), message);
    }

    /** The arguments of a function on one line, for {@code plan} and for messages: {@code on, latency, jitter (0ms)}. */
    public static String summary(FunctionType<?> type) {
        return Parameter.of(type).stream()
                .map(each -> each.name() + (each.byDefault().isEmpty() ? "" : " (" + each.byDefault() + ")"))
                .collect(Collectors.joining(", "));
    }
}
