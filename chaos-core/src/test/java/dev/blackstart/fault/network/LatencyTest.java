package dev.blackstart.fault.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.fault.Meter;
import dev.blackstart.journal.Event;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LatencyTest {
    @ParameterizedTest
    @CsvSource({
        "200, 0, RESPONSE, exchanged, 199, 250",
        "20, 0, RESPONSE, exchanged, 19, 40",
        "200, 50, RESPONSE, exchanged, 199, 300",
        "200, 0, BOTH, exchanged, 399, 500",
        "200, 0, BOTH, observed, 199, 250"
    })
    void expected_isWhatWasAsked_aMillisecondLess_aQuarterOr20MsMore(
            long latency, long jitter, Direction direction, String live, long least, long most) {
        // Given
        Latency asked = new Latency(Duration.ofMillis(latency), Duration.ofMillis(jitter), direction);
        // When
        Event.Expected expected = new LatencyDriver().type().effect().expected(asked, live);
        // Then
        assertThat(live).isIn(Meter.EXCHANGED, Meter.OBSERVED);
        assertThat(expected)
                .isEqualTo(Event.Expected.ofVarying(
                        Duration.ofMillis(least), Duration.ofMillis(most), Duration.ofMillis(jitter)));
    }
}
