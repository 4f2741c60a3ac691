package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.blackstart.document.Durations;
import dev.blackstart.document.Node;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration of every fault that is installed keeps the rule of {@link FaultConfig}. */
class FaultConfigsTest {
    @TempDir
    private Path folder = Path.of("");

    /** By their names, for messages. */
    record Kind(String func, FaultAction<?> action) {
        @Override
        public String toString() {
            return func;
        }
    }

    private static Stream<Kind> kinds() {
        return FaultDrivers.actions().stream()
                .map(action -> new Kind(action.type().func(), action));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void configuration_isOfThisKindAlone_andCanBeInjectedFromCode(Kind kind) {
        Class<?> front = kind.action() instanceof CompositeFunction ? CompositeConfig.class : FaultConfig.class;
        assertThat(kind.action().config())
                .isAssignableTo(front)
                .matches(type -> Modifier.isPublic(type.getModifiers()));
        assertThat(kinds().filter(other ->
                        other.action().config().equals(kind.action().config())))
                .as("kinds with a %s", kind.action().config())
                .hasSize(1);
    }

    /** The example of the reference page, in code as on that page. */
    @Test
    void linesOfTheReference_askForWhatTheFilesAskFor() throws Exception {
        Map<String, FaultSpec> lines = compiled();
        assertThat(lines.keySet())
                .containsExactlyElementsOf(kinds().map(Kind::func).toList());
        kinds().forEach(kind -> FaultSpecTest.assertSame(
                spec(lines, kind).in(FaultSpecTest.TOPOLOGY),
                FaultSpecTest.planned(kind.action(), CodeLines.example(kind.action()))));
    }

    private static FaultSpec spec(Map<String, FaultSpec> lines, Kind kind) {
        FaultSpec spec = lines.get(kind.func());
        assertThat(spec).as(kind.func()).isNotNull();
        return java.util.Objects.requireNonNull(spec);
    }

    private Map<String, FaultSpec> compiled() throws Exception {
        String imports =
                kinds().map(kind -> CodeLines.imports(kind.action()) + ";\n").collect(Collectors.joining());
        String lines = kinds().map(kind -> "all.put(\"" + kind.func() + "\", " + CodeLines.line(kind.action()) + ");\n")
                .collect(Collectors.joining());
        Path source = Files.writeString(
                folder.resolve("Lines.java"),
                imports + "import static java.time.Duration.*;\nimport java.util.*;\npublic class Lines {\n"
                        + "public static void fill(Map<String, dev.blackstart.fault.FaultSpec> all) {\n" + lines
                        + "}}\n");
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(
                                null,
                                null,
                                null,
                                "-proc:none",
                                "-d",
                                folder.toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                source.toString()))
                .as(Files.readString(source))
                .isZero();
        Map<String, FaultSpec> all = new LinkedHashMap<>();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
            loader.loadClass("Lines").getMethod("fill", Map.class).invoke(null, all);
        }
        return all;
    }

    /** From a file with nothing but what is required. */
    private static Record bare(FaultAction<?> action) {
        Node.Mapping example = CodeLines.example(action);
        Map<String, Node> required = new LinkedHashMap<>(example.members());
        CodeLines.components(action).stream()
                .filter(each -> !CodeLines.isRequired(each))
                .forEach(each -> required.remove(CodeLines.name(each)));
        Record bound = CodeLines.bound(action, new Node.Mapping(example.at(), required));
        return bound instanceof FaultArguments arguments
                ? arguments.config()
                : ((CompositeFunction.Arguments) bound).config();
    }

    private static Stream<Kind> kindsOfDrivers() {
        return kinds().filter(kind -> kind.action() instanceof FaultFunction);
    }

    @ParameterizedTest
    @MethodSource("kindsOfDrivers")
    void factory_givesWhatAFileWithoutOptionsGives(Kind kind) throws ReflectiveOperationException {
        Record file = bare(kind.action());
        List<Class<?>> types = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (RecordComponent each : CodeLines.components(kind.action())) {
            if (CodeLines.isOfFactory(kind.action(), each)) {
                types.add(each.getType());
                values.add(each.getAccessor().invoke(file));
            }
        }
        Method factory =
                kind.action().config().getMethod(CodeLines.factory(kind.action()), types.toArray(Class<?>[]::new));
        assertThat(Modifier.isStatic(factory.getModifiers())).isTrue();
        assertThat(factory.invoke(null, values.toArray())).isEqualTo(file);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void options_areCalledLikeTheirArguments_andChangeNothingElse(Kind kind) throws ReflectiveOperationException {
        Record file = bare(kind.action());
        for (RecordComponent option : CodeLines.components(kind.action())) {
            boolean isOption = kind.action() instanceof CompositeFunction
                    ? !CodeLines.isRequired(option)
                    : !CodeLines.isOfFactory(kind.action(), option);
            if (isOption) {
                Object other = other(option, option.getAccessor().invoke(file));
                Object changed = kind.action()
                        .config()
                        .getMethod(option.getName(), option.getType())
                        .invoke(file, other);
                assertThat(changed).isEqualTo(with(file, option, other));
            }
        }
    }

    /** Another value that is allowed. */
    private static Object other(RecordComponent option, Object value) {
        if (value instanceof Enum<?> constant) {
            Object[] all = constant.getDeclaringClass().getEnumConstants();
            return all[(constant.ordinal() + 1) % all.length];
        } else if (value instanceof Duration duration) {
            return duration.plusMillis(1);
        } else if (value instanceof Integer number) {
            return number + 1;
        } else if (value instanceof Long number) {
            return number + 1;
        }
        throw new AssertionError(option + ": no other value of that type is known here");
    }

    private static Object with(Record record, RecordComponent changed, Object value)
            throws ReflectiveOperationException {
        RecordComponent[] components = record.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = components[i].equals(changed) || components[i].getName().equals(changed.getName())
                    ? value
                    : components[i].getAccessor().invoke(record);
        }
        Constructor<?> canonical = record.getClass()
                .getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        return canonical.newInstance(values);
    }

    /** Code goes past the binder, which knows the bounds from {@code @Argument}. */
    @ParameterizedTest
    @MethodSource("kinds")
    void whatAFileRefuses_theRecordRefuses(Kind kind) {
        Record file = bare(kind.action());
        for (RecordComponent each : CodeLines.components(kind.action())) {
            for (Object beyond : beyond(each)) {
                Throwable refusal = catchThrowable(() -> with(file, each, beyond));
                assertThat(refusal).as("%s = %s", each, beyond).isInstanceOf(InvocationTargetException.class);
                assertThat(refusal.getCause())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith(CodeLines.name(each) + " must ");
            }
        }
    }

    private static List<Object> beyond(RecordComponent component) {
        String min = CodeLines.argument(component).min();
        String max = CodeLines.argument(component).max();
        List<Object> beyond = new ArrayList<>();
        if (component.getType() == Duration.class) {
            // A file cannot say a negative one.
            beyond.add(Durations.parse(min.isEmpty() ? "0s" : min).minusMillis(1));
            if (!max.isEmpty()) {
                beyond.add(Durations.parse(max).plusMillis(1));
            }
        } else if (component.getType() == int.class) {
            Stream.of(min).filter(text -> !text.isEmpty()).forEach(text -> beyond.add(Integer.parseInt(text) - 1));
            Stream.of(max).filter(text -> !text.isEmpty()).forEach(text -> beyond.add(Integer.parseInt(text) + 1));
        } else if (component.getType() == long.class) {
            Stream.of(min).filter(text -> !text.isEmpty()).forEach(text -> beyond.add(Long.parseLong(text) - 1));
            Stream.of(max).filter(text -> !text.isEmpty()).forEach(text -> beyond.add(Long.parseLong(text) + 1));
        }
        return beyond;
    }

    /** Found by ServiceLoader, as one that a user brings along. */
    @Test
    void driverFromOutside_worksFromCodeWithoutMore() throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(FaultDriver.class.getName()), OwnDriver.class.getName());
        FaultSpec spec = new OwnDriver.Own(3).on("kv#2");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            FaultRequest request = spec.in(FaultSpecTest.TOPOLOGY);
            assertThat(request.fault()).isEqualTo("blackstart.fault.own");
            assertThat(request.parts()).singleElement().satisfies(part -> {
                assertThat(part.driver()).isInstanceOf(OwnDriver.class);
                assertThat(part.config()).isEqualTo(new OwnDriver.Own(3));
                assertThat(part.target()).hasToString("kv#2");
            });
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
