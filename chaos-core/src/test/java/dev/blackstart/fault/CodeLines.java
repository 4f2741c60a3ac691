package dev.blackstart.fault;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Durations;
import dev.blackstart.document.Format;
import dev.blackstart.document.Node;
import dev.blackstart.provider.Argument;
import dev.blackstart.provider.ArgumentBinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The example of each fault in the reference, as code says it, made by the rule of {@link FaultConfig}. A test compiles these lines and
 * compares what they ask for with what the example does.
 */
public final class CodeLines {
    private static final Path EXAMPLES = Path.of("../docs/reference/examples");
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");
    private static final Map<String, String> UNITS =
            Map.of("ms", "ofMillis", "s", "ofSeconds", "m", "ofMinutes", "h", "ofHours");

    private CodeLines() {}

    /** The example, such as {@code latency(ofMillis(200)).on("api->kv")}. */
    public static String line(FaultAction<?> action) {
        Map<String, Object> given = given(action);
        List<RecordComponent> all = components(action);
        boolean composite = action instanceof CompositeFunction;
        List<RecordComponent> first = all.stream()
                .filter(each -> composite ? isRequired(each) : isOfFactory(action, each))
                .toList();
        String line = composite
                ? action.config().getSimpleName() + chain(first, given)
                : factory(action)
                        + first.stream()
                                .map(each -> literal(value(given, each)))
                                .collect(Collectors.joining(", ", "(", ")"));
        List<RecordComponent> options = all.stream()
                .filter(each -> !first.contains(each) && given.containsKey(name(each)))
                .toList();
        return line + chain(options, given) + (composite ? "" : ".on(" + literal(value(given, "on")) + ")");
    }

    /** What that line needs beside the statics of Duration. */
    public static String imports(FaultAction<?> action) {
        String name = action.config().getName().replace('$', '.');
        return action instanceof CompositeFunction ? "import " + name : "import static " + name + "." + factory(action);
    }

    /** Called like the function, in camel case. */
    static String factory(FaultAction<?> action) {
        Matcher next = Pattern.compile("_(.)").matcher(action.type().func());
        return next.replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }

    static List<RecordComponent> components(FaultAction<?> action) {
        return Arrays.asList(action.config().getRecordComponents());
    }

    /** What a file must give, and what is called like the function. */
    static boolean isOfFactory(FaultAction<?> action, RecordComponent component) {
        return isRequired(component) || component.getName().equals(factory(action));
    }

    static boolean isRequired(RecordComponent component) {
        return argument(component).byDefault().isEmpty();
    }

    static Argument argument(RecordComponent component) {
        return Optional.ofNullable(component.getAnnotation(Argument.class)).orElseThrow();
    }

    /** In a file. */
    static String name(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    static Node.Mapping example(FaultAction<?> action) {
        Path file = EXAMPLES.resolve(action.type().func() + ".json");
        try {
            Node all = Documents.parse(file.toString(), Files.readString(file), Format.JSON);
            return member(member(all, "provider"), "arguments");
        } catch (IOException e) {
            throw new UncheckedIOException(action.type().func() + " needs an example", e);
        }
    }

    private static Node.Mapping member(Node node, String name) {
        return Optional.ofNullable(((Node.Mapping) node).members().get(name))
                .map(Node.Mapping.class::cast)
                .orElseThrow(() -> new AssertionError("the example needs a member " + name));
    }

    static <A extends Record> A bound(FaultAction<A> action, Node.Mapping arguments) {
        return ArgumentBinder.bind(action.type(), arguments, arguments.at(), UnaryOperator.identity());
    }

    private static Map<String, Object> given(FaultAction<?> action) {
        return example(action).members().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> Optional.ofNullable(each.getValue().plain()).orElseThrow()));
    }

    private static String chain(List<RecordComponent> components, Map<String, Object> given) {
        List<String> calls = new ArrayList<>();
        components.forEach(each -> calls.add("." + each.getName() + "(" + literal(value(given, each)) + ")"));
        return String.join("", calls);
    }

    private static Object value(Map<String, Object> given, RecordComponent component) {
        Object value = value(given, name(component));
        return component.getType() == Duration.class ? Durations.parse(value.toString()) : value;
    }

    private static Object value(Map<String, Object> given, String name) {
        return Optional.ofNullable(given.get(name))
                .orElseThrow(() -> new AssertionError("the example needs an argument " + name));
    }

    private static String literal(Object value) {
        if (value instanceof Duration duration) {
            Matcher parts = DURATION.matcher(Durations.format(duration));
            return parts.matches() ? UNITS.get(parts.group(2)) + "(" + parts.group(1) + ")" : "?";
        }
        return value instanceof String ? "\"" + value + "\"" : value.toString();
    }
}
