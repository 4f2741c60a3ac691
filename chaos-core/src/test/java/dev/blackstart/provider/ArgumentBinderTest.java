package dev.blackstart.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentBinderTest {
    private static final Location PROVIDER = new Location("x.json", 3, 7, "method[2].provider");
    private static final UnaryOperator<@Nullable Object> NOTHING_KNOWN = UnaryOperator.identity();

    enum Direction {
        REQUEST,
        BOTH_WAYS
    }

    record Everything(
            @Argument("what it is put on") String on,
            @Argument("how long") Duration latency,

            @Argument(value = "which way", byDefault = "request")
            Direction direction,

            @Argument(value = "how many", byDefault = "3") int count,
            @Argument(value = "share", byDefault = "0.5") double fraction,
            @Argument(value = "really", byDefault = "true") boolean really,
            @Argument("names") Optional<List<String>> names,
            @Argument("variables") Optional<Map<String, String>> environmentVariables,
            @Argument("anything") Optional<Object> anything) {
        Everything {
            if (latency.isZero()) {
                throw new IllegalArgumentException("latency must be above 0: " + latency);
            }
        }
    }

    record Bounded(
            @Argument(value = "how long", min = "100ms", max = "1h")
            Duration window,

            @Argument(value = "share", max = "0.9") double share,
            @Argument(value = "which", min = "1") Optional<Integer> ordinal,

            @Argument(value = "what", takes = "all, one or a number")
            Object count) {}

    record Common(@Argument("target") String on, Record config) {}

    record Config(
            @Argument(value = "spread", byDefault = "5ms") Duration jitter) {}

    private static final FunctionType<Everything> TYPE =
            new FunctionType<>("blackstart.fault", "latency", Activity.Kind.ACTION, "Slows it.", Everything.class);

    @Test
    void bind_withOnlyWhatIsRequired_fillsInTheDefaults() {
        // Given
        Node.Mapping given = arguments("{\"on\": \"a->b\", \"latency\": \"1.5s\"}");

        // When
        Everything bound = ArgumentBinder.bind(TYPE, given, PROVIDER, NOTHING_KNOWN);

        // Then
        assertThat(bound)
                .isEqualTo(new Everything(
                        "a->b",
                        Duration.ofMillis(1500),
                        Direction.REQUEST,
                        3,
                        0.5,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void bind_withEverything_convertsEachType() {
        // Given
        Node.Mapping given =
                arguments("{\"on\": \"a\", \"latency\": \"2s\", \"direction\": \"both-ways\", \"count\": 7,"
                        + " \"fraction\": 1, \"really\": false, \"names\": [\"x\"], \"environment_variables\": {\"PORT\": 80},"
                        + " \"anything\": [1, null]}");

        // When
        Everything bound = ArgumentBinder.bind(TYPE, given, PROVIDER, NOTHING_KNOWN);

        // Then
        assertThat(bound.direction()).isEqualTo(Direction.BOTH_WAYS);
        assertThat(bound.count()).isEqualTo(7);
        assertThat(bound.fraction()).isEqualTo(1.0);
        assertThat(bound.really()).isFalse();
        assertThat(bound.names()).contains(List.of("x"));
        assertThat(bound.environmentVariables()).contains(Map.of("PORT", "80"));
        assertThat(bound.anything()).isPresent();
    }

    @Test
    void check_withSeveralMistakes_namesAllOfThemWhereTheyStand() {
        // Given
        Node.Mapping given =
                arguments("{\n\"latancy\": \"2s\",\n\"direction\": \"reqest\",\n\"count\": \"many\",\n\"latency\": 2}");

        // When
        List<Problem> problems = ArgumentBinder.check(TYPE, given, PROVIDER, NOTHING_KNOWN);

        // Then
        assertThat(problems.stream().map(Problem::message))
                .containsExactlyInAnyOrder(
                        "unknown argument 'latancy' of blackstart.fault.latency; known: on, latency, direction, count, fraction,"
                                + " really, names, environment_variables, anything (did you mean latency?)",
                        "argument 'on' of blackstart.fault.latency is missing: what it is put on",
                        "latency must be a duration with its unit, such as 250ms, 8s or 5m: 2 (did you mean \"2s\"?)",
                        "direction must be one of request, both-ways: 'reqest' (did you mean request?)",
                        "count must be a whole number: 'many'");
        assertThat(problems)
                .filteredOn(each -> each.message().startsWith("count"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.at().line()).isEqualTo(4);
                    assertThat(problem.at().path()).isEqualTo("count");
                });
    }

    @Test
    void check_ofAValueThatTheRecordRefuses_standsAtThatArgument() {
        // Given
        Node.Mapping given = arguments("{\"on\": \"a\",\n \"latency\": \"0s\"}");

        // When
        List<Problem> problems = ArgumentBinder.check(TYPE, given, PROVIDER, NOTHING_KNOWN);

        // Then
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message()).isEqualTo("latency must be above 0: PT0S");
            assertThat(problem.at().line()).isEqualTo(2);
        });
    }

    @Test
    void check_ofABareOn_saysThatItNeedsItsQuotes() {
        // Given
        var given = (Node.Mapping) Documents.parse("x.yaml", "on: kv-a\nlatency: 2s", Format.YAML);

        // When / Then
        assertThat(ArgumentBinder.check(TYPE, given, PROVIDER, NOTHING_KNOWN))
                .extracting(Problem::message)
                .containsExactly("unknown argument 'true' of blackstart.fault.latency: YAML takes a bare on for true;"
                        + " write \"on\", with its quotes");
    }

    @Test
    void check_ofValuesOutOfBounds_saysTheBounds() {
        // Given
        FunctionType<Bounded> type = new FunctionType<>("m", "f", Activity.Kind.PROBE, "Looks.", Bounded.class);

        // When
        List<Problem> outside = ArgumentBinder.check(
                type,
                arguments("{\"window\": \"2h\", \"share\": 95, \"ordinal\": 0, \"count\": \"${n}\"}"),
                PROVIDER,
                NOTHING_KNOWN);
        List<Problem> inside = ArgumentBinder.check(
                type,
                arguments("{\"window\": \"1h\", \"share\": 0.9, \"ordinal\": 1, \"count\": 1}"),
                PROVIDER,
                NOTHING_KNOWN);

        // Then
        assertThat(outside)
                .extracting(Problem::message)
                .containsExactly(
                        "window must be a duration from 100ms to 1h: '2h'",
                        "share must be a number of at most 0.9: 95",
                        "ordinal must be a whole number of at least 1: 0");
        assertThat(inside).isEmpty();
        assertThat(Parameter.of(type).get(3).expected()).isEqualTo("all, one or a number");
    }

    record Durable(
            @Argument(value = "how long", min = "1ms", max = "1h")
            Duration latency,

            @Argument(value = "how far", min = "5s", max = "10d")
            Duration offset,

            @Argument("until when") Duration within) {}

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            latency | 200     | latency must be a duration from 1ms to 1h, with its unit: 200 (did you mean "200ms"?)
            latency | 0.5     | latency must be a duration from 1ms to 1h, with its unit: 0.5 (did you mean "0.5s"?)
            latency | 9999999 | latency must be a duration from 1ms to 1h, with its unit: 9999999
            offset  | 200     | offset must be a duration from 5s to 10d, with its unit: 200 (did you mean "200s"?)
            within  | 99      | within must be a duration with its unit, such as 250ms, 8s or 5m: 99 (did you mean "99s"?)
            within  | -1      | within must be a duration with its unit, such as 250ms, 8s or 5m: -1
            """)
    void check_ofADurationWithoutUnit_saysWhatItMayHaveMeant(String name, String number, String message) {
        FunctionType<Durable> type = new FunctionType<>("m", "f", Activity.Kind.PROBE, "Looks.", Durable.class);
        Node.Mapping given = arguments("{\"latency\": \"1s\", \"offset\": \"5s\", \"within\": \"1s\"}"
                .replaceFirst("(\"" + name + "\": )\"\\w+\"", "$1" + number));

        assertThat(ArgumentBinder.check(type, given, PROVIDER, NOTHING_KNOWN))
                .extracting(Problem::message)
                .containsExactly(message);
    }

    @Test
    void check_ofAVariable_waitsForTheRun() {
        // Given
        Node.Mapping given = arguments("{\"on\": \"a\", \"latency\": \"${slow}\"}");

        // When
        List<Problem> unknown = ArgumentBinder.check(TYPE, given, PROVIDER, NOTHING_KNOWN);
        List<Problem> known =
                ArgumentBinder.check(TYPE, given, PROVIDER, value -> "${slow}".equals(value) ? "soon" : value);

        // Then
        assertThat(unknown).isEmpty();
        assertThat(known)
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).startsWith("latency: 'soon' is not a duration"));
    }

    @Test
    void bind_withoutArguments_saysWhatIsMissingAtTheProvider() {
        assertThatThrownBy(() -> ArgumentBinder.bind(TYPE, null, PROVIDER, NOTHING_KNOWN))
                .isInstanceOfSatisfying(
                        ArgumentsInvalid.class,
                        e -> assertThat(e.problems())
                                .hasSize(2)
                                .allSatisfy(each -> assertThat(each.at()).isEqualTo(PROVIDER)));
    }

    @Test
    void bind_ofAFunctionWithASecondRecord_takesBothSideBySide() {
        // Given
        FunctionType<Common> type =
                new FunctionType<>("m", "f", Activity.Kind.ACTION, "Does it.", Common.class, Optional.of(Config.class));

        // When
        Common bound =
                ArgumentBinder.bind(type, arguments("{\"on\": \"a\", \"jitter\": \"1ms\"}"), PROVIDER, NOTHING_KNOWN);

        // Then
        assertThat(bound).isEqualTo(new Common("a", new Config(Duration.ofMillis(1))));
        assertThat(ArgumentBinder.summary(type)).isEqualTo("on, jitter (5ms)");
    }

    static Node.Mapping arguments(String json) {
        return (Node.Mapping) Documents.parse("x.json", json, Format.JSON);
    }
}
