package dev.blackstart.fault.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyDriverTest {
    @Test
    void showsWithin_bothWaysWithJitter_isTheLongestRoundTrip() {
        // Given
        Latency latency = new Latency(Duration.ofSeconds(5), Duration.ofSeconds(1), Direction.BOTH);

        // When, then
        assertThat(new LatencyDriver().showsWithin(latency)).isEqualTo(Duration.ofSeconds(12));
    }
}
