package dev.blackstart.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "250ms, PT0.25S",
        "8s, PT8S",
        "5m, PT5M",
        "1h, PT1H",
        "1.5s, PT1.5S",
        "1m30s, PT1M30S",
        "0s, PT0S",
        "28d, PT672H"
    })
    void parse_numberAndUnit_isThatLong(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 s", "s", "-5s", "5x", "1.s", "five seconds", "1h ", "9999999999999999999s"})
    void parse_anythingElse_saysWhatWouldDo(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is not a duration; write a number and a unit");
    }

    @Test
    void parse_bareNumber_suggestsSeconds() {
        assertThatThrownBy(() -> Durations.parse("5")).hasMessageEndingWith("(did you mean 5s?)");
        assertThatThrownBy(() -> Durations.parse("200")).hasMessageEndingWith("(did you mean 200ms?)");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.25S, 250ms",
        "PT1.5S, 1.5s",
        "PT1M30S, 90s",
        "PT2H, 2h",
        "PT0S, 0s",
        "PT0.000001S, 1us",
        "PT-3S, -3s"
    })
    void format_isShort(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @Test
    void format_anyDuration_readsBackAsItself() {
        // Given
        Random random = new Random(7);

        for (int i = 0; i < 5_000; i++) {
            // When
            Duration duration = Duration.ofNanos(random.nextLong() >> random.nextInt(60));

            // Then
            assertThat(Durations.parseSigned(Durations.format(duration)))
                    .as("seed 7, case %d", i)
                    .isEqualTo(duration);
        }
    }
}
