package dev.blackstart.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Problem;
import dev.blackstart.tolerance.Tolerance;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentReaderTest {
    private static final String HEAD = "\"title\": \"t\", \"description\": \"d\"";
    private static final String RUN = "\"provider\": {\"type\": \"process\", \"path\": \"true\"}";

    @Test
    void everything_isCarried() {
        // When
        Experiment experiment = read("""
                        title: 2024
                        description: d
                        tags: [a]
                        configuration:
                          x: 1
                          e: {type: env, key: E, default: ~, env_var_type: int}
                          p: {type: probe, name: p, provider: {type: process, path: date}}
                          other: {type: foo}
                        secrets: {g: {k: v}}
                        steady-state-hypothesis:
                          title: h
                          probes:
                          - {type: probe, name: q, tolerance: [200, 204], provider: {type: http, url: "http://x"}}
                        method:
                        - type: action
                          name: a
                          background: true
                          pauses: {before: 1.5, after: "${w}"}
                          provider: {type: python, module: m, func: f, arguments: {k: 1}, secrets: [g]}
                        - {ref: q}
                        rollbacks:
                        - {type: action, name: r, provider: {type: process, path: "true", arguments: [1], timeout: 2}}
                        runtime: {hypothesis: {strategy: after-method-only}}
                        """, Format.YAML).orThrow();

        // Then
        assertThat(experiment.title()).isEqualTo("2024");
        assertThat(experiment.configuration()).containsOnlyKeys("x", "e", "p", "other");
        assertThat(experiment.configuration().get("p")).isInstanceOf(ConfigurationValue.Dynamic.class);
        assertThat(experiment.configuration().get("other")).isInstanceOf(ConfigurationValue.Inline.class);
        assertThat(experiment.secrets()).containsKey("g");
        Activity.Definition action = (Activity.Definition) experiment.method().get(0);
        assertThat(action.pauses()).isEqualTo(new Activity.Pauses(1.5, "${w}"));
        assertThat(action.background()).isTrue();
        assertThat(action.provider()).isInstanceOfSatisfying(Provider.Python.class, python -> {
            assertThat(python.plainArguments()).containsEntry("k", 1L);
            assertThat(python.secrets()).containsExactly("g");
        });
        assertThat(experiment.method().get(1))
                .isInstanceOfSatisfying(
                        Activity.Reference.class, ref -> assertThat(ref.ref()).isEqualTo("q"));
        assertThat(ExperimentValidator.definitions(experiment))
                .extracting(Activity.Definition::name)
                .containsExactly("p", "q", "a", "r");
        assertThat(experiment.runtime()).isEqualTo(new RuntimeSettings(true, "after-method-only", null));
    }

    @Test
    void severalMistakes_areReportedAtOnceWithLineAndPath() {
        // When
        var reading = read("""
                description: d
                tags: [a, 1]
                method:
                - type: prob
                  provider: {type: grpc}
                - ref: nothing
                rollbacks: 3
                """, Format.YAML);

        // Then
        assertThat(reading.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "e:1 title: an experiment must have a title",
                        "e:2 tags[1]: a tag must be a text that is not empty, not 1",
                        "e:4 method[0].type: 'prob' is no type of activity; known: probe, action (did you mean probe?)",
                        "e:4 method[0].name: an activity must have a name",
                        "e:5 method[0].provider.type: unknown provider type 'grpc'; known: process, http, python",
                        "e:7 rollbacks: rollbacks must be a list of activities, not 3",
                        "e:6 method[1]: the activity 'nothing' that is referred to is neither in the method nor in the hypothesis");
        assertThatThrownBy(reading::orThrow)
                .isInstanceOf(ExperimentInvalid.class)
                .hasMessageContaining("e:2 tags[1]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "method": null                                                     | must have a method
            "method": {}                                                       | must be a list of activities
            "method": [{}]                                                     | an empty activity
            "method": [3]                                                      | an activity must be a mapping
            "method": [{"type": "action", "name": "a"}]                        | must have a provider
            "method": [{"type": "action", "name": "a", "provider": {"type": "process"}}] | must have a path
            "method": [{"type": "action", "name": "a", "provider": {"type": "http"}}]    | must have a url
            "method": [{"type": "action", "name": "a", "provider": {"type": "http", "url": "u", "headers": ["h"]}}] | headers
            "method": [{"type": "action", "name": "a", "provider": {"type": "python", "module": "os"}}] | must have a func
            "method": [{"ref": ""}]                                            | a reference must be
            "method": [{"ref": 3}]                                             | a reference must be
            "method": [], "tags": [""]                                         | a tag must be
            "method": [], "extensions": [{"name": " "}]                        | must have a name
            "method": [], "configuration": [1]                                 | configuration must be a mapping
            "method": [], "configuration": {"a": {"type": "env"}}              | needs a key
            "method": [], "configuration": {"a": {"type": "env", "key": "K", "env_var_type": "complex"}} | unknown env_var_type
            "method": [], "secrets": {"a": "b"}                                | must be a group
            "method": [], "steady-state-hypothesis": {}                        | a hypothesis must have a title
            "method": [], "controls": [{"name": "c"}]                          | must have a provider
            "method": [], "controls": [{"name": "c", "provider": {"type": "python"}}] | must have a module
            "method": [], "controls": [{"name": "c", "scope": "x", "provider": {"type": "python", "module": "m"}}] | before or after
            """)
    void invalidAsInChaosToolkit(String members, String message) {
        assertThat(read("{" + HEAD + ", " + members + "}", Format.JSON).problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains(message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "timeout": "1"                  | timeout
            "pauses": {"before": "1"}       | pause before
            "pauses": {"after": "abc"}      | pause after
            "background": "yes"             | background must be true or false
            "controls": [{"ref": "nope"}]   | no control 'nope'
            """)
    void activity_invalidAsInChaosToolkit(String members, String message) {
        // Given
        String method = "\"method\": [{\"type\": \"action\", \"name\": \"a\", " + RUN + ", " + members + "}]";

        // Then
        assertThat(read("{" + HEAD + ", " + method + "}", Format.JSON).problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains(message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"method\": []",
                "\"method\": [], \"steady-state-hypothesis\": null",
                "\"method\": [], \"steady-state-hypothesis\": {\"title\": \"h\"}",
                "\"method\": [], \"rollbacks\": [{\"ref\": \"nope\"}]",
                "\"method\": [], \"contributions\": 3, \"bar\": {\"x\": 1}, \"extensions\": [{\"name\": \"other\", \"y\": 1}]",
                "\"method\": [], \"runtime\": {\"hypothesis\": {\"strategy\": \"zzz\"}}",
                "\"method\": [], \"controls\": [{\"name\": \"c\", \"provider\": {\"type\": \"process\"}}]",
                "\"method\": [], \"secrets\": {\"g\": {\"a\": {\"type\": \"vault\", \"path\": \"x\"}}}",
                "\"method\": [{\"type\": \"action\", \"name\": 5, \"foo\": 1, \"tolerance\": 1.5, \"timeout\": 1, "
                        + "\"provider\": {\"type\": \"process\", \"path\": \"true\"}}, {\"ref\": \"5\"}]"
            })
    void validAsInChaosToolkit(String members) {
        assertThat(read("{" + HEAD + ", " + members + "}", Format.JSON).problems())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "runtime": {"hypothesis": {"strategy": "continuously"}}            | 'continuously' is not run yet
            "runtime": {"rollbacks": {"strategy": "alway"}}                    | did you mean always?
            "controls": [{"name": "c", "provider": {"type": "python", "module": "m"}}] | controls are not run yet
            "secrets": {"g": {"a": {"type": "vault", "path": "x"}}}            | vault
            "rollbacks": [{"ref": "nope"}]                                     | 'nope'
            """)
    void validButNotRunYet_isNamed(String members, String message) {
        // When
        var reading = read("{" + HEAD + ", \"method\": [], " + members + "}", Format.JSON);

        // Then
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.notRun())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains(message);
    }

    @Test
    void hypothesisProbe_needsATolerance() {
        // Given
        String probe = "{\"type\": \"probe\", \"name\": \"p\", " + RUN + "%s}";
        String file = "{" + HEAD + ", \"method\": [], \"steady-state-hypothesis\": {\"title\": \"h\", \"probes\": ["
                + probe + "]}}";

        // Then
        assertThat(read(file.formatted(""), Format.JSON).problems())
                .singleElement()
                .hasToString(
                        "e:1 steady-state-hypothesis.probes[0].tolerance: a probe of a hypothesis must have a tolerance; 'p' has none");
        assertThat(read(file.formatted(", \"tolerance\": 0.5"), Format.JSON).problems())
                .hasSize(1);
        assertThat(read(file.formatted(", \"tolerance\": {\"type\": \"probe\", \"provider\": {}}"), Format.JSON)
                        .problems())
                .hasSize(2);
        Experiment valid =
                read(file.formatted(", \"tolerance\": 0"), Format.JSON).orThrow();
        assertThat(ExperimentValidator.definitions(valid).get(0).tolerance()).isInstanceOf(Tolerance.Scalar.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "\"abc\"", "3", "null", "[1]"})
    void notAMapping_isAProblem(String text) {
        assertThat(read(text, Format.JSON).problems()).hasSize(1);
    }

    @Test
    void anyValueAnywhere_neverCrashes() {
        // Given
        List<String> keys = List.of(
                "title",
                "description",
                "tags",
                "extensions",
                "configuration",
                "secrets",
                "controls",
                "method",
                "rollbacks",
                "steady-state-hypothesis",
                "probes",
                "tolerance",
                "runtime",
                "hypothesis",
                "strategy",
                "type",
                "name",
                "provider",
                "pauses",
                "before",
                "ref",
                "background",
                "arguments",
                "path",
                "url",
                "range",
                "pattern",
                "key",
                "workload",
                "alert",
                "degradation",
                "recovery",
                "within",
                "call",
                "grpc",
                "to",
                "nested",
                "version");
        List<String> values = List.of(
                "null",
                "3",
                "1.5",
                "true",
                "\"\"",
                "\"x\"",
                "[]",
                "{}",
                "\"probe\"",
                "\"env\"",
                "\"process\"",
                "\"python\"",
                "\"http\"",
                "\"blackstart\"",
                "\"8s\"",
                "\"regex\"",
                "\"jsonpath\"",
                "\"range\"",
                "\"${x}\"");

        for (int seed = 0; seed < 3_000; seed++) {
            // When
            String text = generated(new Random(seed), keys, values, 0);
            var reading = read(text, Format.JSON);

            // Then
            assertThat(reading.problems().isEmpty() && reading.experiment().isEmpty())
                    .as("seed %d: %s", seed, text)
                    .isFalse();
        }
    }

    private static String generated(Random random, List<String> keys, List<String> values, int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(depth > 5 ? 1 : 3) + (depth > 5 ? 2 : 0);
        if (kind == 2) {
            return values.get(random.nextInt(values.size()));
        }
        StringBuilder text = new StringBuilder(kind == 0 ? "{" : "[");
        int members = 1 + random.nextInt(depth == 0 ? 12 : 5);
        for (int i = 0; i < members; i++) {
            text.append(i == 0 ? "" : ", ");
            text.append(kind == 0 ? "\"" + keys.get(random.nextInt(keys.size())) + "\": " : "");
            text.append(generated(random, keys, values, depth + 1));
        }
        return text.append(kind == 0 ? "}" : "]").toString();
    }

    private static ExperimentReader.Reading read(String text, Format format) {
        return ExperimentReader.read(Documents.parse("e", text, format), Path.of("/files"));
    }
}
