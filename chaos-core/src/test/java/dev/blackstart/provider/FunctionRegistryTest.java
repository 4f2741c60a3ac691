package dev.blackstart.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Provider;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FunctionRegistryTest {
    record Echo(@Argument("what comes back") String text) {}

    private static NativeFunction<Echo> function(String module, String func) {
        return new NativeFunction<>() {
            @Override
            public FunctionType<Echo> type() {
                return new FunctionType<>(module, func, Activity.Kind.PROBE, "Says it again.", Echo.class);
            }

            @Override
            public Object call(Echo arguments, CallContext context) {
                return arguments.text();
            }
        };
    }

    private final FunctionRegistry registry = FunctionRegistry.of(List.of(
            function("blackstart.fault", "latency"),
            function("blackstart.fault", "crash"),
            function("blackstart.sli", "x")));

    @Test
    void check_ofAnUnknownFunction_namesTheKnownOnesAtItsLine() {
        // Given
        Activity.Definition activity = activity("blackstart.fault", "latancy");

        // When
        List<Problem> problems = registry.check(activity, UnaryOperator.identity());

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .isEqualTo("unknown 'latancy' in blackstart.fault; known: crash, latency (did you mean latency?)");
            assertThat(problem.at().path()).isEqualTo("provider.func");
            assertThat(problem.at().line()).isEqualTo(3);
        });
    }

    @Test
    void check_ofAnUnknownModuleOfOurs_suggestsTheNearest() {
        assertThat(registry.check(activity("blackstart.falt", "latency"), UnaryOperator.identity()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message())
                        .isEqualTo("unknown module 'blackstart.falt'; known: blackstart.fault, blackstart.sli"
                                + " (did you mean blackstart.fault?)"));
    }

    @Test
    void check_ofAPythonModule_saysThatItIsNotRunYet() {
        assertThat(registry.check(activity("os.path", "exists"), UnaryOperator.identity()))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.message()).startsWith("python module 'os.path' is not run yet");
                    assertThat(problem.at().path()).isEqualTo("provider.module");
                });
    }

    @Test
    void check_ofAKnownFunction_looksAtItsArguments() {
        assertThat(registry.check(activity("blackstart.fault", "crash"), UnaryOperator.identity()))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("text must be a text: 1"));
    }

    @Test
    void find_withTwoFunctionsOfOneName_saysWhoTheyAre() {
        // Given
        FunctionRegistry twice = FunctionRegistry.of(List.of(function("m", "f"), function("m", "f")));

        // When / Then
        assertThatThrownBy(() -> twice.find("m", "f"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two native functions are called m.f");
    }

    private static Activity.Definition activity(String module, String func) {
        Node.Mapping document = (Node.Mapping) Documents.parse(
                "x.json",
                "{\"type\": \"probe\", \"name\": \"p\", \"provider\": {\n\"module\": \"" + module + "\",\n\"func\": \""
                        + func + "\", \"arguments\": {\"text\": 1}}}",
                Format.JSON);
        Node.Mapping provider =
                (Node.Mapping) Objects.requireNonNull(document.members().get("provider"));
        Node.Mapping arguments =
                (Node.Mapping) Objects.requireNonNull(provider.members().get("arguments"));
        return new Activity.Definition(
                document.at(),
                document,
                Activity.Kind.PROBE,
                "p",
                new Provider.Python(provider.at(), module, func, arguments, List.of()),
                null,
                Activity.Pauses.NONE,
                false,
                List.of());
    }
}
