package dev.blackstart.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Json;
import dev.blackstart.document.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${i}      | 3
            x${i}     | "x3"
            ${f}$f    | "1.51.5"
            a${b}     | "aTrue"
            ${l}      | [1,"a"]
            a${l}     | "a[1, 'a']"
            a${m}     | "a{'k': None}"
            ${n}      | null
            a${n}     | "aNone"
            ${nope}   | "${nope}"
            a$nope    | "a$nope"
            $$        | "$"
            $$i       | "$i"
            $${i}     | "${i}"
            cost $5   | "cost $5"
            ${i       | "${i"
            ${}       | "${}"
            ${i.y}    | "${i.y}"
            ${i-y}    | "${i-y}"
            ${I}      | "${I}"
            ${_x1}    | "u"
            $i        | "3"
            ${r}      | "${i}"
            ${tok}    | "1"
            """)
    void substitution_isThatOfPythonsTemplates(String text, String json) {
        // Given
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("i", 3L);
        values.put("f", 1.5);
        values.put("b", true);
        values.put("l", List.of(1L, "a"));
        Map<String, @Nullable Object> withNull = new LinkedHashMap<>();
        withNull.put("k", null);
        values.put("m", withNull);
        values.put("n", null);
        values.put("_x1", "u");
        values.put("r", "${i}");
        Substitution substitution =
                new Substitution(values, Map.of("g", Map.of("i", "secret", "tok", "1"), "flat", "x"));

        // Then
        assertThat(Json.compact(substitution.apply(text))).isEqualTo(json);
    }

    @Test
    void substitution_goesIntoListsAndMappingsButNotKeys() {
        // Given
        Substitution substitution = new Substitution(Map.of("i", 3L), Map.of());

        // Then
        assertThat(Json.compact(substitution.apply(Map.of("${i}", List.of("${i}", Map.of("z", "$i"))))))
                .isEqualTo("{\"${i}\":[3,{\"z\":\"3\"}]}");
    }

    @Test
    void environment_isCast() {
        // Given
        String text = """
                configuration:
                  i: {type: env, key: E_I, env_var_type: int}
                  n: {type: env, key: E_I, env_var_type: number}
                  b: {type: env, key: E_B, env_var_type: bool}
                  b2: {type: env, key: E_I, env_var_type: bool}
                  j: {type: env, key: E_J, env_var_type: json}
                  d: {type: env, key: NOPE, default: 3}
                  d2: {type: env, key: NOPE, default: "3", env_var_type: int}
                  empty: {type: env, key: E_E, default: zz}
                  nested: {k: {type: env, key: E_I}}
                secrets: {g: {s: {type: env, key: E_B}, plain: x}}
                """;

        // When
        Configuration resolved =
                resolve(text, Overrides.NONE, Map.of("E_I", "42", "E_B", "No", "E_J", "{\"a\":[1]}", "E_E", ""));

        // Then
        assertThat(resolved.problems()).isEmpty();
        assertThat(Json.compact(resolved.values()))
                .isEqualTo(
                        "{\"i\":42,\"n\":42.0,\"b\":false,\"b2\":true,\"j\":{\"a\":[1]},\"d\":3,\"d2\":3,\"empty\":\"\","
                                + "\"nested\":{\"k\":{\"type\":\"env\",\"key\":\"E_I\"}}}");
        assertThat(Json.compact(resolved.secrets())).isEqualTo("{\"g\":{\"s\":\"No\",\"plain\":\"x\"}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            configuration: {a: {type: env, key: NOPE}}                                     | NOPE is not set
            configuration: {a: {type: env, key: NOPE, default: x, env_var_type: int}}      | 'x' is not a whole number
            configuration: {a: {type: env, key: NOPE, default: ~, env_var_type: int}}      | None is not a whole number
            secrets: {g: {a: {type: env, key: NOPE}}}                                      | NOPE of a secret is not set
            """)
    void environment_missingOrMisfit_isAProblem(String text, String message) {
        assertThat(resolve(text, Overrides.NONE, Map.of()).problems())
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .contains(message);
    }

    @Test
    void dynamicValues_seeOnlyWhatIsDeclaredBefore() {
        // Given
        Experiment experiment = experiment("""
                configuration:
                  a: 1
                  p: {type: probe, name: p, provider: {type: process, path: date}}
                  b: 2
                """);

        // When
        Configuration resolved = Configuration.resolve(
                experiment,
                Map.of(),
                Overrides.NONE,
                (key, entry, values) -> values.put(key, List.copyOf(values.keySet())));

        // Then
        assertThat(Json.compact(resolved.values())).isEqualTo("{\"a\":1,\"p\":[\"a\"],\"b\":2}");
    }

    @Test
    void overrides_variablesBeatFilesAndOnlyDeclaredKeysCount() throws Exception {
        // Given
        Path yaml = Files.writeString(
                folder.resolve("v.yaml"),
                "configuration: {i: 8, s: file, j: {type: env, key: DOT}}\nsecrets: {g: {a: new}}");
        Path dotenv = Files.writeString(folder.resolve("v.env"), "# c\nDOT=dot=env\n");
        Overrides overrides = Overrides.of(
                List.of("i:int=5", "f:number=2", "b:bool=no", "c:json={\"k\":[1]}", "e=b=c", "new=1"),
                List.of(yaml, dotenv));

        // When
        Configuration resolved = resolve(
                "configuration: {i: 0, s: x, j: 0, f: 0, b: 0, c: 0, e: {type: env, key: NOPE}}\nsecrets: {g: {a: old, b: kept}}",
                overrides,
                Map.of());

        // Then
        assertThat(resolved.problems()).isEmpty();
        assertThat(Json.compact(resolved.values()))
                .isEqualTo(
                        "{\"i\":5,\"s\":\"file\",\"j\":\"dot=env\",\"f\":2.0,\"b\":false,\"c\":{\"k\":[1]},\"e\":\"b=c\"}");
        assertThat(Json.compact(resolved.secrets())).isEqualTo("{\"g\":{\"a\":\"new\",\"b\":\"kept\"}}");
    }

    @Test
    void overrides_wronglyWritten_saysHow() {
        assertThatThrownBy(() -> Overrides.of(List.of("abc"), List.of())).hasMessageContaining("write KEY=VALUE");
        assertThatThrownBy(() -> Overrides.of(List.of("a:int=x"), List.of()))
                .hasMessage("--var a: 'x' is not a whole number");
        assertThatThrownBy(() -> Overrides.of(List.of("a:foo=x"), List.of()))
                .hasMessageContaining("unknown type 'foo'");
    }

    @Test
    void overrides_unreadableFile_isAProblemAndOverridesNothing() throws Exception {
        // Given
        Path broken = Files.writeString(folder.resolve("v.json"), "{");

        // When
        Overrides overrides = Overrides.of(List.of(), List.of(broken));

        // Then
        assertThat(overrides.problems()).hasSize(1);
        assertThat(overrides.configuration()).isEmpty();
    }

    @Test
    void executable_thatIsNotThere_isAProblem() throws Exception {
        // Given
        Path program = Files.writeString(folder.resolve("tool"), "#!/bin/sh\n");
        ExecutableCheck check = new ExecutableCheck(folder, folder.toString());
        Activity.Definition activity = (Activity.Definition)
                experiment("method: [{type: action, name: x, provider: {type: process, path: tool}}]")
                        .method()
                        .get(0);

        // Then
        assertThat(check.check(activity))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("path 'tool' cannot be found, in activity 'x': it is not on the PATH");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(check.check(activity)).isEmpty();
        assertThat(check.find("./tool")).isPresent();
    }

    private static Configuration resolve(String text, Overrides overrides, Map<String, String> environment) {
        return Configuration.resolve(experiment(text), environment, overrides, Configuration.DynamicValues.NONE);
    }

    private static Experiment experiment(String text) {
        String method = text.contains("method:") ? "" : "method: []\n";
        return ExperimentReader.read(
                        Documents.parse("e", "title: t\ndescription: d\n" + method + text, Format.YAML), Path.of("/"))
                .orThrow();
    }
}
