package dev.blackstart.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentsTest {
    @TempDir
    Path folder;

    @Test
    void json_everyNodeKnowsLineColumnAndPath() {
        // Given
        String text = "{\n  \"a\": {\n    \"b\": [1,\n      true]\n  }\n}";

        // When
        Node root = Documents.parse("x.json", text, Format.JSON);

        // Then
        Node second = at(root, "a", "b", 1);
        assertThat(second.at()).isEqualTo(new Location("x.json", 4, 7, "a.b[1]"));
        assertThat(root.at()).isEqualTo(new Location("x.json", 1, 1, ""));
    }

    @Test
    void yaml_everyNodeKnowsLineColumnAndPath() {
        // Given
        String text = "a:\n  b:\n  - 1\n  - true\n";

        // When
        Node root = Documents.parse("x.yaml", text, Format.YAML);

        // Then
        assertThat(at(root, "a", "b", 1).at()).isEqualTo(new Location("x.yaml", 4, 5, "a.b[1]"));
        assertThat(at(root, "a", "b", 1).at()).hasToString("x.yaml:4 a.b[1]");
    }

    @Test
    void json_numbersKeepTheirExactValue() {
        // When
        Node root = Documents.parse("x", "[12345678901234567890123, 1e400, -0, 1.50, NaN, -Infinity]", Format.JSON);

        // Then
        assertThat(((Node.Sequence) root).plain())
                .containsExactly(
                        new BigInteger("12345678901234567890123"),
                        Double.POSITIVE_INFINITY,
                        0L,
                        1.5,
                        Double.NaN,
                        Double.NEGATIVE_INFINITY);
    }

    @Test
    void json_duplicateKeys_lastWins() {
        assertThat(Documents.parse("x", "{\"a\": 1, \"a\": 2}", Format.JSON).plain())
                .hasToString("{a=2}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                  | it ends before all that was begun is complete
            {"a": 1,}          | x.json:1: is not JSON: unexpected character ('}'): was expecting double-quote
            // c               | comments are not allowed
            {} {}              | more follows after the end of the document
            [-INF]             | '-INF' is no number
            [01]               | is not JSON
            ['a']              | is not JSON
            """)
    void json_broken_saysWhatAndWhere(String text, String message) {
        assertThatThrownBy(() -> Documents.parse("x.json", text, Format.JSON))
                .isInstanceOf(DocumentInvalid.class)
                .hasMessageContaining(message)
                .hasMessageContaining("x.json:1");
    }

    @Test
    void json_byteOrderMark_isRefused() {
        assertThatThrownBy(() -> Documents.parse("x", "\uFEFF{}", Format.JSON)).hasMessageContaining("byte order mark");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            010                  | 8
            0o17                 | "0o17"
            0x1F                 | 31
            1_000                | 1000
            1e3                  | "1e3"
            1.0e3                | "1.0e3"
            1.0e+3               | 1000.0
            .5                   | 0.5
            1.                   | 1.0
            12:30                | 750
            12:30.5              | 750.5
            0b11                 | 3
            +1                   | 1
            08                   | "08"
            .inf                 | Infinity
            -.INF                | -Infinity
            .nan                 | NaN
            yes                  | true
            Off                  | false
            y                    | "y"
            yEs                  | "yEs"
            ~                    | null
            Null                 | null
            'yes'                | "yes"
            !!str 12             | "12"
            !!float 12           | 12.0
            2020-01-02           | "2020-01-02"
            2020-01-02T03:04:05Z | "2020-01-02T03:04:05+00:00"
            2020-1-2 3:04:05.5 -5| "2020-01-02T03:04:05.500000-05:00"
            2020-1-2             | "2020-1-2"
            12345678901234567890 | 12345678901234567890
            """)
    void yaml_plainScalar_isReadAsYaml11(String written, String json) {
        assertThat(Json.compact(Documents.parse("x", written, Format.YAML).plain()))
                .isEqualTo(json);
    }

    @Test
    void yaml_merge_ownMembersWinAndPathsAreThoseOfTheUse() {
        // Given
        String text = "base: &b {x: 1, y: 2}\nother: &o {y: 3, z: 4}\nuse:\n  <<: [*b, *o]\n  x: 9\n";

        // When
        Node.Mapping root = (Node.Mapping) Documents.parse("x", text, Format.YAML);

        // Then
        assertThat(at(root, "use").plain()).hasToString("{y=2, z=4, x=9}");
        assertThat(at(root, "use", "z").at().path()).isEqualTo("use.z");
        assertThat(at(root, "use", "z").at().line()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a: [                     | is not YAML
            a: *b                    | no anchor &b
            a: !!python/name:os x    | !!python/name:os is not read
            a: !mine x               | !mine is not read
            ? [1]\\n: 2              | a key must be text
            --- 1\\n--- 2            | second YAML document
            a:\\n\\tb: 1             | is not YAML
            2020-13-45               | is none
            a: =                     | put it in quotes
            <<: 1                    | a merge
            # only a comment         | is empty
            """)
    void yaml_broken_saysWhat(String text, String message) {
        String written = text.replace("\\n", "\n").replace("\\t", "\t");
        assertThatThrownBy(() -> Documents.parse("x.yaml", written, Format.YAML))
                .isInstanceOf(DocumentInvalid.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource(Format.class)
    void nesting_beyondTheLimit_isRefused(Format format) {
        // Given
        String deep = "[".repeat(Documents.MAX_DEPTH + 5) + "]".repeat(Documents.MAX_DEPTH + 5);
        String allowed = "[".repeat(Documents.MAX_DEPTH) + "]".repeat(Documents.MAX_DEPTH);

        // Then
        assertThat(Documents.parse("x", allowed, format)).isNotNull();
        assertThatThrownBy(() -> Documents.parse("x", deep, format)).hasMessageContaining("deeper than 200 levels");
        assertThatThrownBy(() -> Documents.parse("x", "[".repeat(100_000), format))
                .isInstanceOf(DocumentInvalid.class);
    }

    @Test
    void yaml_aliasesThatMultiply_areBounded() {
        // Given
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String alias = "*a" + (i - 1);
            text.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
        }

        // Then
        assertThatThrownBy(() -> Documents.parse("x", text.toString(), Format.YAML))
                .hasMessageContaining("more than " + Documents.MAX_VALUES);
    }

    @Test
    void yaml_aliasInsideItsOwnAnchor_isRefused() {
        assertThatThrownBy(() -> Documents.parse("x", "a: &a [*a]", Format.YAML))
                .hasMessageContaining("no anchor &a");
    }

    @Test
    void read_missingFile_suggestsTheOneBeside() throws Exception {
        // Given
        Files.writeString(folder.resolve("kv-brownout.json"), "{}");

        // Then
        assertThatThrownBy(() -> Documents.read(folder.resolve("kv-brownuot.json"), "kv-brownuot.json"))
                .hasMessage("kv-brownuot.json: there is no file of this name (did you mean kv-brownout.json?)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.txt", "x.JSON", "x"})
    void read_otherEnding_isRefused(String name) throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve(name), "{}");

        // Then
        assertThatThrownBy(() -> Documents.read(file, name)).hasMessageContaining("*.json, *.yaml or *.yml");
    }

    @Test
    void read_emptyFile_isRefused() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("x.yaml"), "\n \n");

        // Then
        assertThatThrownBy(() -> Documents.read(file, "x.yaml")).hasMessage("x.yaml: is empty");
    }

    @Test
    void read_notUtf8_isRefused() throws Exception {
        // Given
        Path file = Files.write(folder.resolve("x.json"), "\"é\"".getBytes(StandardCharsets.ISO_8859_1));

        // Then
        assertThatThrownBy(() -> Documents.read(file, "x.json")).hasMessage("x.json: is not UTF-8 text");
    }

    private static Node at(Node node, Object... steps) {
        Node current = node;
        for (Object step : steps) {
            Node next = step instanceof String name
                    ? ((Node.Mapping) current).members().get(name)
                    : ((Node.Sequence) current).items().get((Integer) step);
            current = Objects.requireNonNull(next, () -> "nothing at " + step);
        }
        return current;
    }
}
