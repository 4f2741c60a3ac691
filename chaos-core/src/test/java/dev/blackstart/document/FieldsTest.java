package dev.blackstart.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {
    private final List<Problem> problems = new ArrayList<>();

    @Test
    void rightMembers_areReadWithoutProblems() {
        // Given
        Fields fields =
                fields("{t: x, n: 2, f: 1.5, b: yes, d: 250ms, w: a, p: s/x.yaml, l: [a, b], m: {k: 1}, nothing: ~}");

        // Then
        assertThat(fields.requireText("t")).isEqualTo("x");
        assertThat(fields.requireInteger("n", 1, 3)).isEqualTo(2);
        assertThat(fields.requireNumber("f", 0, 2)).isEqualTo(1.5);
        assertThat(fields.bool("b")).contains(true);
        assertThat(fields.requireDuration("d")).isEqualTo(Duration.ofMillis(250));
        assertThat(fields.requireOneOf("w", List.of("a", "b"))).isEqualTo("a");
        assertThat(fields.requirePath("p", Path.of("/r"))).isEqualTo(Path.of("/r/s/x.yaml"));
        assertThat(fields.texts("l")).containsExactly("a", "b");
        assertThat(fields.textMap("m")).containsEntry("k", "1");
        assertThat(fields.text("nothing")).isEmpty();
        fields.unknown();
        assertThat(fields.ok()).isTrue();
        assertThat(problems).isEmpty();
    }

    @Test
    void wrongMembers_areReportedAllAtOnce() {
        // Given
        Fields fields = fields("t: 1\nn: 9\nd: 5\nw: lantecy\nl: x\nm: [1]\nlatancy: 2s\n");

        // When
        fields.requireText("t");
        fields.requireInteger("n", 1, 3);
        fields.requireDuration("d");
        fields.requireOneOf("w", List.of("latency", "stall"));
        fields.texts("l");
        fields.requireMapping("m");
        fields.requireText("gone");
        fields.duration("latency");
        fields.unknown();

        // Then
        assertThat(fields.ok()).isFalse();
        assertThat(problems)
                .extracting(Problem::toString)
                .containsExactly(
                        "f.yaml:1 t: t must be text, not 1",
                        "f.yaml:2 n: n must be a whole number from 1 to 3, not 9",
                        "f.yaml:3 d: d: '5' is not a duration; write a number and a unit, such as 250ms, 8s, 1.5s, 5m or 1h (did you"
                                + " mean 5s?)",
                        "f.yaml:4 w: unknown w 'lantecy'; known: latency, stall (did you mean latency?)",
                        "f.yaml:5 l: l must be a list, not the text 'x'",
                        "f.yaml:6 m: m must be a mapping, not a list",
                        "f.yaml:1 gone: gone is missing",
                        "f.yaml:7 latancy: unknown member 'latancy'; known: t, n, d, w, l, m, gone, latency (did you mean latency?)");
    }

    @Test
    void of_notAMapping_isOneProblem() {
        // When
        Fields fields = Fields.of(Documents.parse("f.yaml", "[1]", Format.YAML), "a topology", problems);

        // Then
        assertThat(fields.ok()).isFalse();
        assertThat(problems).extracting(Problem::message).containsExactly("a topology must be a mapping, not a list");
    }

    private Fields fields(String yaml) {
        return new Fields((Node.Mapping) Documents.parse("f.yaml", yaml, Format.YAML), problems);
    }
}
