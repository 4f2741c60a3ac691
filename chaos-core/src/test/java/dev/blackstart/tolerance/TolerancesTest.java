package dev.blackstart.tolerance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Json;
import dev.blackstart.document.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TolerancesTest {
    private static final String ITEMS = "{\"a\":1,\"items\":[{\"v\":1},{\"v\":2},{\"v\":3}],\"n\":null}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true        | 1                  | true
            true        | 1.0                | true
            true        | "true"             | false
            true        | {"status": 0}      | false
            5           | 5.0                | true
            1           | true               | true
            5           | "5"                | false
            0           | {"status": 0}      | true
            0           | {"status": 1}      | false
            0           | {"a": 0}           | false
            200         | {"status": "200"}  | false
            "ok"        | "ok"               | true
            "ok"        | "OK"               | false
            "5"         | 5                  | false
            "hi"        | {"stdout": "hi"}   | false
            [200, 204]  | {"status": 204}    | true
            [200, 204]  | {"status": 201}    | false
            [4, 8]      | 4                  | true
            [4, 8]      | 8.0                | true
            [4, 8]      | 8.1                | false
            ["a", "c"]  | "b"                | true
            ["a", "c"]  | "ca"               | false
            [4, 5, 6]   | 5.0                | true
            [4, 5, 6]   | 7                  | false
            [5]         | 5                  | true
            []          | 5                  | false
            """)
    void scalarsAndLists_areJudgedAsInChaosToolkit(String tolerance, String value, boolean met) {
        assertThat(judged(tolerance, value).met()).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "regex", "pattern": "b"}                         | "abc"            | true
            {"type": "regex", "pattern": "^b$"}                       | "a\\nb"          | false
            {"type": "regex", "pattern": "(?m)^b$"}                   | "a\\nb"          | true
            {"type": "regex", "pattern": "b$"}                        | "b\\n"           | true
            {"type": "regex", "pattern": "b\\\\Z"}                    | "b\\n"           | false
            {"type": "regex", "pattern": "(?P<x_1>a)(?P=x_1)"}        | "aa"             | true
            {"type": "regex", "pattern": "[0-9]", "target": "stdout"} | {"stdout": "4"}  | true
            {"type": "range", "range": [4, 8]}                        | 8                | true
            {"type": "range", "range": [4, 8]}                        | 8.1              | false
            {"type": "range", "range": [4, 8]}                        | " 5 \\n"         | true
            {"type": "range", "range": [4, 8]}                        | "5e0"            | true
            {"type": "range", "range": [4, 8]}                        | "abc"            | false
            {"type": "range", "range": [0, 2]}                        | true             | true
            {"type": "range", "range": [0.1, 0.2]}                    | 0.1              | true
            {"type": "range", "range": [0, 8]}                        | "inf"            | false
            {"type": "range", "range": [-Infinity, Infinity]}         | 1e300            | true
            {"type": "range", "range": [4, 8], "target": "stdout"}    | {"stdout": "5"}  | true
            """)
    void regexAndRange_areJudgedAsInChaosToolkit(String tolerance, String value, boolean met) {
        assertThat(judged(tolerance, value).met()).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "path": "$.a"                                     | true
            "path": "$.zz"                                    | false
            "path": "$.n"                                     | true
            "path": "$.a", "expect": 1.0                      | true
            "path": "$.a", "expect": [true]                   | true
            "path": "$.a", "expect": [2]                      | false
            "path": "$.n", "expect": null                     | true
            "path": "$.a", "expect": null                     | false
            "path": "$.items[*].v", "count": 3                | true
            "path": "$.items[*].v", "count": 99               | false
            "path": "$.items[*].v", "count": 9, "expect": [1, 2, 3] | true
            "path": "$.items[-1].v", "expect": 3              | true
            "path": "$.items[0:2].v", "expect": [1, 2]        | true
            "path": "$.items[::-1].v", "expect": [3, 2, 1]    | true
            "path": "$.items[0,2].v", "expect": [1, 3]        | true
            "path": "$[\\"items\\"][0][\\"v\\"]", "expect": 1 | true
            "path": "$.items[0]", "expect": {"v": 1}          | true
            "path": "$..v", "count": 3                        | true
            "path": "$.*", "count": 3                         | true
            "path": "$.items[9]", "expect": []                | true
            """)
    void jsonpath_isJudgedAsInChaosToolkit(String members, boolean met) {
        // Given
        String tolerance = "{\"type\": \"jsonpath\", \"target\": \"body\", " + members + "}";

        // Then
        assertThat(judged(tolerance, "{\"status\": 200, \"body\": " + ITEMS + "}")
                        .met())
                .isEqualTo(met);
        assertThat(judged(tolerance, "{\"body\": " + Json.compact(ITEMS) + "}").met())
                .as("a body that is JSON as text")
                .isEqualTo(met);
    }

    @Test
    void jsonpath_booleanField_isNotMetByFalse() {
        // Given
        String tolerance =
                "{\"type\": \"jsonpath\", \"path\": \"$.auctionResultCiphertext.isChaff\", \"expect\": [true]}";

        // Then
        assertThat(judged(tolerance, "{\"auctionResultCiphertext\": {\"isChaff\": true}}")
                        .met())
                .isTrue();
        assertThat(judged(tolerance, "{\"auctionResultCiphertext\": {\"isChaff\": false}}")
                        .met())
                .isFalse();
        assertThat(judged(tolerance, "{\"auctionResultCiphertext\": \"bytes\"}").met())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [1, 2]                                                  | null          | null cannot be compared
            [1, 2]                                                  | "1"           | "1" cannot be compared
            {"type": "regex", "pattern": "a"}                       | {"a": 1}      | a pattern is searched for in text
            {"type": "regex", "pattern": "a", "target": "x"}        | [1]           | there is no 'x' in [1]
            {"type": "range", "range": [0, 1]}                      | null          | null is no number
            {"type": "range", "range": [0, 1]}                      | "nan"         | "nan" is no number
            {"type": "jsonpath", "path": "$.a", "target": "body"}   | [1]           | there is no 'body' in [1]
            {"type": "regex", "pattern": "(a+)+\\\\1x"}                  | "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" | takes too long
            """)
    void whereChaosToolkitCrashes_isNotMetWithAReason(String tolerance, String value, String reason) {
        // When
        Met judged = judged(tolerance, value);

        // Then
        assertThat(judged.met()).isFalse();
        assertThat(judged.reason()).contains(reason);
    }

    @Test
    void variables_areReplacedWhereChaosToolkitDoes() {
        // Given
        Map<String, Object> variables = Map.of("${x}", 3L, "${l}", List.of(1L, 2L, 3L), "a|$b", "a|zz");

        // Then
        assertThat(judged("\"${x}\"", "{\"status\": 3}", variables).met()).isTrue();
        assertThat(judged("\"${l}\"", "{\"status\": 3}", variables).met()).isTrue();
        assertThat(judged("\"${nope}\"", "{\"status\": 3}", variables).met()).isFalse();
        assertThat(judged("{\"type\": \"regex\", \"pattern\": \"a|$b\"}", "\"zz\"", variables)
                        .met())
                .isTrue();
    }

    @Test
    void probe_isAskedByTheCaller() {
        // Given
        Tolerance tolerance = read("{\"type\": \"probe\", \"name\": \"p\"}");

        // When
        Met met = Tolerances.met(
                tolerance, 5L, plain -> plain, (probe, value) -> Met.of(Objects.equals(value, 5L), "no"));

        // Then
        assertThat(met.met()).isTrue();
    }

    @Test
    void probe_isNoDataThatAJournalCouldHold() {
        assertThat(ResolvedTolerance.of(read("{\"type\": \"probe\", \"name\": \"p\"}"), plain -> plain))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1.5                                         | not 1.5; for a fraction use
            null                                        | not null
            {"a": 1}                                    | needs a type
            {"type": "foo"}                             | unknown type of tolerance 'foo'
            {"type": "regex"}                           | needs a pattern
            {"type": "regex", "pattern": 3}             | must be text, not 3
            {"type": "regex", "pattern": "("}           | is not a regular expression
            {"type": "regex", "pattern": "(?<n>a)"}     | (?P<name>…)
            {"type": "regex", "pattern": "\\\\q"}       | bad escape
            {"type": "jsonpath"}                        | needs a path
            {"type": "jsonpath", "path": " "}           | must not be empty
            {"type": "jsonpath", "path": "foo[*"}       | a path begins with $
            {"type": "jsonpath", "path": "$['a']"}      | double quotes
            {"type": "jsonpath", "path": "$.a-b"}       | expected . or [
            {"type": "range"}                           | needs a range
            {"type": "range", "range": 3}               | a list of two numbers, not 3
            {"type": "range", "range": [1, 2, 3]}       | two numbers, low and high, not 3
            {"type": "range", "range": [1, "2"]}        | upper bound
            """)
    void read_whatChaosToolkitRefuses_isAProblem(String tolerance, String message) {
        // Given
        List<Problem> problems = new ArrayList<>();

        // When
        var read = ToleranceReader.read(Documents.parse("t.json", tolerance, Format.JSON), problems);

        // Then
        assertThat(read).isEmpty();
        assertThat(problems)
                .singleElement()
                .extracting(Problem::toString)
                .asString()
                .startsWith("t.json:1")
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a{,2}b      | aab   | true
            x{y}        | x{y}  | true
            [[]         | [     | true
            [a&&b]      | &     | true
            []a]        | ]     | true
            (?#note)a   | a     | true
            \\w         | é     | true
            (?a)\\w     | é     | false
            \\u00e9     | é     | true
            a(?=b)      | ab    | true
            """)
    void pattern_isPythons(String pattern, String text, boolean found) {
        assertThat(PythonRegex.compile(pattern).matcher(text).find()).isEqualTo(found);
    }

    private static Met judged(String tolerance, String value) {
        return judged(tolerance, value, Map.of());
    }

    private static Met judged(String tolerance, String value, Map<String, Object> variables) {
        UnaryOperator<@Nullable Object> substitution =
                plain -> plain instanceof String text ? variables.getOrDefault(text, plain) : plain;
        Met met = Tolerances.met(
                read(tolerance), Json.parse(value), substitution, (probe, given) -> Met.no("not asked here"));
        Object resolved = ResolvedTolerance.of(read(tolerance), substitution);
        Object reread = Json.parse(Json.compact(resolved));
        assertThat(List.of(
                        ResolvedTolerance.met(Objects.requireNonNull(resolved), Json.parse(value))
                                .met(),
                        ResolvedTolerance.met(Objects.requireNonNull(reread), Json.parse(value))
                                .met()))
                .as("from the journal, and from its file: " + resolved)
                .containsOnly(met.met());
        return met;
    }

    private static Tolerance read(String json) {
        return ToleranceReader.read(Documents.parse("t.json", json, Format.JSON), new ArrayList<>())
                .orElseThrow();
    }
}
