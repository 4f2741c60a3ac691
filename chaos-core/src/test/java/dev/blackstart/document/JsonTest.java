package dev.blackstart.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    enum Colour {
        RED,
        DARK_BLUE
    }

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record RoundedBox(int widthMm, @Nullable Shape inside) implements Shape {}

    record Everything(
            String text,
            int whole,
            long big,
            double fraction,
            boolean truth,
            Duration took,
            Instant at,
            Colour colour,
            List<Duration> waits,
            Map<String, Shape> shapes,
            @Nullable String maybe,
            Optional<Circle> circle,
            Shape shape,
            @Nullable Object any,
            Path path,
            Map<Colour, Integer> counts) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] data) {}

    private static final Everything EVERYTHING = new Everything(
            "a\n\"é\"",
            -3,
            1L << 60,
            0.1,
            true,
            Duration.ofMillis(250),
            Instant.parse("2026-11-23T06:44:30.391063Z"),
            Colour.DARK_BLUE,
            List.of(Duration.ofSeconds(8), Duration.ofSeconds(90), Duration.ofNanos(-1_500)),
            Map.of("k", new RoundedBox(5, new Circle(1e22))),
            null,
            Optional.of(new Circle(2)),
            new Circle(0.5),
            Arrays.asList(1L, null, Map.of("x", 2.5)),
            Path.of("a/b.yaml"),
            Map.of(Colour.RED, 3));

    @Test
    void record_throughALineOfText_comesBackEqual() {
        // When
        String line = Json.compact(Json.fromRecord(EVERYTHING));
        Everything back = Json.toRecord(Everything.class, mapping(line));

        // Then
        assertThat(line).doesNotContain("\n");
        assertThat(back).isEqualTo(EVERYTHING);
    }

    @Test
    void record_membersAreInSnakeCaseWithTheKindOfSealedTypes() {
        assertThat(Json.compact(Json.fromRecord(new RoundedBox(5, new Circle(1)))))
                .isEqualTo("{\"type\":\"rounded-box\",\"width_mm\":5,\"inside\":{\"type\":\"circle\",\"radius\":1.0}}");
        assertThat(Json.compact(Json.fromRecord(EVERYTHING)))
                .contains(
                        "\"took\":\"250ms\"",
                        "\"at\":\"2026-11-23T06:44:30.391063Z\"",
                        "\"waits\":[\"8s\",\"90s\",\"-1.5us\"]")
                .doesNotContain("maybe");
    }

    @Test
    void sealedInterface_isReadByItsKind() {
        assertThat(Json.toRecord(Shape.class, mapping("{\"type\": \"circle\", \"radius\": 2, \"later\": true}")))
                .isEqualTo(new Circle(2));
    }

    @Test
    void bytes_areBase64() {
        // When
        Bytes back = Json.toRecord(Bytes.class, Json.fromRecord(new Bytes(new byte[] {0, -1, 7})));

        // Then
        assertThat(back.data()).containsExactly(0, -1, 7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "circle"}                                            | radius is missing
            {"type": "circel", "radius": 1}                               | did you mean circle?
            {"type": "circle", "radius": "x"}                             | radius must be double, not x
            {"type": "rounded-box", "width_mm": 1.5}                      | width_mm
            {"type": "rounded-box", "width_mm": 1, "inside": {"type": 3}} | inside.type: unknown '3'
            """)
    void toRecord_whatDoesNotFit_isNamed(String json, String message) {
        assertThatThrownBy(() -> Json.toRecord(Shape.class, mapping(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0",
        "0.1, 0.1",
        "1e22, 1e+22",
        "1.5e-7, 1.5e-07",
        "-0.0, -0.0",
        "100000000000000000.0, 1e+17",
        "1e16, 1e+16",
        "1e15, 1000000000000000.0",
        "9999999999999998, 9999999999999998.0",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "5e-324, 5e-324",
        "2e23, 2e+23",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "123456.789, 123456.789"
    })
    void number_isSpelledAsInPython(double number, String spelling) {
        assertThat(Json.number(number)).isEqualTo(spelling);
    }

    @Test
    void number_anyDouble_readsBackAsItself() {
        // Given
        Random random = new Random(7);

        for (int i = 0; i < 20_000; i++) {
            // When
            double number = Double.longBitsToDouble(random.nextLong());

            // Then
            if (Double.isFinite(number)) {
                assertThat(Double.parseDouble(Json.number(number)))
                        .as("seed 7, case %d", i)
                        .isEqualTo(number);
            }
        }
    }

    @Test
    void pretty_isWrittenAsPythonDoes() {
        // Given
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("é", List.of());
        value.put("m", Map.of());
        value.put("l", Arrays.asList(1, null, true, Double.POSITIVE_INFINITY));
        value.put("t", "\u0001\u007f\t");

        // Then
        assertThat(Json.pretty(value))
                .isEqualTo(
                        "{\n  \"é\": [],\n  \"m\": {},\n  \"l\": [\n    1,\n    null,\n    true,\n    Infinity\n  ],\n"
                                + "  \"t\": \"\\u0001\u007f\\t\"\n}");
    }

    @Test
    void compact_valueThatIsNotPlain_isRefused() {
        assertThatThrownBy(() -> Json.compact(List.of(Colour.RED))).hasMessageContaining("no JSON for a");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapping(String json) {
        return (Map<String, Object>) Objects.requireNonNull(Json.parse(json));
    }
}
