package dev.blackstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.experiment.Activity;
import dev.blackstart.fault.CodeLines;
import dev.blackstart.fault.FaultAction;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultFunction;
import dev.blackstart.fault.FaultType;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.FunctionType;
import dev.blackstart.provider.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps docs/reference/functions.md as the functions describe themselves. */
class FunctionsDocTest {
    private static final Path PAGE = Path.of("../docs/reference/functions.md");
    private static final Path EXAMPLES = Path.of("../docs/reference/examples");
    private static final FunctionRegistry FUNCTIONS = FunctionRegistry.installed();
    private static final String HEAD = """
            # Functions

            What an experiment or a playbook can call with a provider of type `python`: a `module`, a `func`, and `arguments`. Blackstart
            runs these in Java. Durations carry their unit: `250ms`, `8s`, `5m`. In YAML, `"on"` needs its quotes.

            Faults can be injected from code as well. Below each example stands how code says the same, with what it has to import beside
            `static java.time.Duration.*`. Other arguments of the fault have methods of their names, in camel case, before `on`:
            `latency(ofMillis(200)).jitter(ofMillis(20)).on("api->kv")`. What all faults take comes last: `lasting` (`duration`), `count`,
            `lease`, `along` (`schedule`: `Schedule.pulse`, `Schedule.ramp`), `named` (`id`).

            This page is generated from the functions themselves; a test compares the two. The examples are run by `./verify`, on a service
            `api` that calls a service `kv`.
            """;

    @Test
    void page_isWhatTheFunctionsSayOfThemselves() throws IOException {
        String generated = page();
        if (Boolean.getBoolean("blackstart.docs.write")) {
            Files.writeString(PAGE, generated);
        }

        assertThat(Files.readString(PAGE))
                .as("out of date; mvn -pl chaos-core -am test -Dtest=FunctionsDocTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dblackstart.docs.write=true writes it anew")
                .isEqualTo(generated);
    }

    private static String page() {
        StringBuilder page = new StringBuilder(HEAD);
        String module = "";
        for (FunctionType<?> type : FUNCTIONS.types()) {
            if (!type.module().equals(module)) {
                module = type.module();
                page.append("\n## ").append(module).append('\n');
            }
            page.append(function(type));
        }
        return page.toString();
    }

    private static String function(FunctionType<?> type) {
        String rows = Parameter.of(type).stream()
                .map(parameter -> row(parameter, takes(type, parameter)))
                .collect(Collectors.joining());
        String kind = type.kind() == Activity.Kind.PROBE ? "Probe" : "Action";
        String table = rows.isEmpty()
                ? "\nIt takes no arguments.\n"
                : "\n| argument | what it is | value | default |\n|---|---|---|---|\n" + rows;
        return "\n### " + type.func() + "\n\n" + kind + ". " + type.summary() + "\n" + fault(type) + table
                + example(type);
    }

    /** Of each fault one, which the kill sweep runs. */
    private static String example(FunctionType<?> type) {
        if (!(FUNCTIONS.find(type.module(), type.func()).orElse(null) instanceof FaultAction<?> action)) {
            return "";
        }
        try {
            return "\n```json\n" + Files.readString(EXAMPLES.resolve(type.func() + ".json")) + "```\n\nIn code: `"
                    + CodeLines.line(action) + "`, with `" + CodeLines.imports(action) + "`.\n";
        } catch (IOException e) {
            throw new UncheckedIOException(type.func() + " needs an example", e);
        }
    }

    @Test
    void examples_areOfFaultsThatThereAre() throws IOException {
        try (Stream<Path> examples = Files.list(EXAMPLES)) {
            assertThat(examples.map(file -> String.valueOf(file.getFileName())))
                    .allSatisfy(name -> assertThat(FUNCTIONS.find(FaultType.MODULE, name.replaceFirst("\\.json$", "")))
                            .as(name)
                            .isPresent());
        }
    }

    /** What only faults have: where they can be, and what becomes of them. */
    private static String fault(FunctionType<?> type) {
        return FUNCTIONS
                .find(type.module(), type.func())
                .filter(FaultAction.class::isInstance)
                .map(function -> fault((FaultAction<?>) function))
                .orElse("");
    }

    private static String fault(FaultAction<?> function) {
        List<FaultType<?>> types =
                function.drivers().stream().<FaultType<?>>map(FaultDriver::type).toList();
        boolean withRunner = types.stream().allMatch(type -> type.lifetime() == FaultType.Lifetime.WITH_RUNNER);
        String undo =
                function.undoKinds().stream().map(kind -> "`" + kind + "`").collect(Collectors.joining(", "));
        boolean withTopology = function.drivers().stream().allMatch(FaultDriver::isTakenBackByStart);
        String killed;
        if (withRunner) {
            killed = "Ends with the run, even if that is killed.";
        } else if (withTopology) {
            killed = "When the run is killed, its healer ends the topology, and the fault with it.";
        } else {
            killed = "Outlives a run that is killed, until the run's healer has taken it back.";
        }
        return "\nOn: " + targets(types) + ". Undone by: " + undo + ". " + killed + "\n";
    }

    private static String targets(List<FaultType<?>> types) {
        return types.stream()
                .flatMap(type -> type.targets().stream())
                .distinct()
                .map(target -> "a " + target.name().toLowerCase(Locale.ROOT))
                .sorted()
                .collect(Collectors.joining(" or "));
    }

    /** What a fault is put on depends on its kind. */
    private static String takes(FunctionType<?> type, Parameter parameter) {
        return FUNCTIONS
                .find(type.module(), type.func())
                .filter(function -> parameter.name().equals("on") && function instanceof FaultFunction)
                .map(function -> ((FaultFunction) function).driver().type().takes())
                .orElse(parameter.expected());
    }

    private static String row(Parameter parameter, String takes) {
        String byDefault = parameter.byDefault().isEmpty()
                ? parameter.optional() ? "may be left out" : "must be given"
                : "`" + parameter.byDefault() + "`";
        String unit = parameter.unit().isEmpty() ? "" : ", in " + parameter.unit();
        return "| `" + parameter.name() + "` | " + parameter.summary() + " | " + takes + unit + " | " + byDefault
                + " |\n";
    }
}
