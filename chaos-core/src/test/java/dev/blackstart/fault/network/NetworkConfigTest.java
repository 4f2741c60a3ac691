package dev.blackstart.fault.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.exchange.RawLine;
import dev.blackstart.journal.Event;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the faults of links refuse, and what they expect to be seen. */
class NetworkConfigTest {
    private static final Duration HOURS = Duration.ofHours(2);

    private static void refused(ThrowingCallable config, String message) {
        assertThatThrownBy(config).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @Test
    void configs_outOfTheirBounds_sayWhatWouldDo() {
        refused(() -> new Bandwidth(0, Direction.BOTH), "rate must be from 1 to 10000000 kB/s");
        refused(() -> new SlowClose(Duration.ZERO, Direction.BOTH), "delay must be from 1ms to 1h: 0ms");
        refused(() -> new SlowClose(HOURS, Direction.BOTH), "delay must be from 1ms to 1h: 7200000ms");
        refused(() -> new Timeout(Duration.ofMillis(-1), Direction.BOTH), "timeout must be from 0ms to 1h: -1ms");
        refused(() -> new ResetPeer(HOURS, Direction.BOTH), "timeout must be from 0ms to 1h");
        refused(() -> new Slicer(0, 0, Duration.ZERO), "average_size must be from 1 to 1000000 bytes: 0");
        refused(() -> new Slicer(5, 6, Duration.ZERO), "size_variation must be from 0 to average_size (5) bytes: 6");
        refused(() -> new Slicer(5, 5, HOURS), "delay must be from 0ms to 1m");
        refused(() -> new LimitData(200_001, LimitData.OneWay.RESPONSE), "bytes must be from 0 to 200000: 200001");
    }

    @Test
    void bandwidth_alongARamp_isLessAndLessOfTheLink() {
        // Given
        Bandwidth asked = new Bandwidth(100, Direction.REQUEST);
        BandwidthDriver driver = new BandwidthDriver();
        // When, Then
        assertThat(driver.scaled(asked, 0.1)).isEqualTo(new Bandwidth(1_000, Direction.REQUEST));
        assertThat(driver.scaled(asked, 1)).isEqualTo(asked);
        Event.Expected expected = driver.type().effect().expected(asked, "observed");
        assertThat(expected.unit()).isEqualTo("kB/s");
        assertThat(expected.leastValue()).isEqualTo(75.0);
        assertThat(expected.mostValue()).isBetween(114.9, 115.1);
    }

    @Test
    void slowClose_alongARamp_isLaterAndLater() {
        assertThat(new SlowCloseDriver().scaled(new SlowClose(Duration.ofSeconds(1), Direction.BOTH), 0.25))
                .isEqualTo(new SlowClose(Duration.ofMillis(250), Direction.BOTH));
    }

    @Test
    void latency_ofEachShape_hasItsOwnBounds() {
        // Given
        Duration latency = Duration.ofMillis(200);
        Duration jitter = Duration.ofMillis(50);
        Latency normal = new Latency(latency, jitter, JitterShape.NORMAL, Direction.RESPONSE);
        Latency pareto = new Latency(latency, jitter, JitterShape.PARETO, Direction.BOTH);
        Latency wide = new Latency(latency, Duration.ofMillis(100), JitterShape.NORMAL, Direction.RESPONSE);
        LatencyDriver driver = new LatencyDriver();
        // When, Then
        assertThat(normal.shortest()).isEqualTo(Duration.ofMillis(50));
        assertThat(normal.longestRoundTrip()).isEqualTo(Duration.ofMillis(350));
        assertThat(wide.shortest()).isEqualTo(Duration.ZERO);
        assertThat(pareto.shortestRoundTrip()).isEqualTo(Duration.ofMillis(400));
        assertThat(pareto.longestRoundTrip()).isEqualTo(Duration.ofMillis(2_400));
        assertThat(driver.type().effect().expected(normal, "exchanged").least()).isEqualTo(Duration.ofMillis(199));
        assertThat(driver.type().effect().expected(normal, "exchanged").jitter())
                .isEqualTo(jitter);
        assertThat(driver.type().effect().expected(pareto, "exchanged").jitter())
                .isNull();
        assertThat(driver.type().effect().expected(pareto, "exchanged").least()).isEqualTo(Duration.ofMillis(399));
        assertThat(driver.asked(normal)).isEqualTo("+200ms ±50ms (normal) on each response");
    }

    @Test
    void brokenTrial_shows_onlyTheAskedEndInTheAskedTime() {
        // Given
        Trial reset = new BrokenTrial(RawLine.End.RESET, Duration.ofMillis(100));
        // When, Then
        assertThat(reset.shows(result(101, false, "RESET"), Duration.ZERO)).isTrue();
        assertThat(reset.shows(result(50, false, "RESET"), Duration.ZERO)).isFalse();
        assertThat(reset.shows(result(101, false, "CLOSED"), Duration.ZERO)).isFalse();
        assertThat(reset.shows(result(101, true, "RESET"), Duration.ZERO)).isFalse();
        assertThat(reset.lingers(result(1, true, "SILENT"), Duration.ZERO)).isFalse();
        assertThat(reset.lingers(result(1, false, "CLOSED"), Duration.ZERO)).isTrue();
    }

    private static Trial.Result result(int millis, boolean ok, String end) {
        return new Trial.Result(Duration.ofMillis(millis), ok, RawLine.End.valueOf(end), "", null);
    }

    @Test
    void limitTrial_shows_exactlyTheLimitWhereWeRead() {
        // Given
        Trial responses = new LimitTrial(new LimitData(100, LimitData.OneWay.RESPONSE));
        Trial requests = new LimitTrial(new LimitData(100, LimitData.OneWay.REQUEST));
        // When, Then
        assertThat(responses.shows(through(100, "RESET"), Duration.ZERO)).isTrue();
        assertThat(responses.shows(through(101, "CLOSED"), Duration.ZERO)).isFalse();
        assertThat(responses.shows(through(99, "CLOSED"), Duration.ZERO)).isFalse();
        assertThat(responses.shows(through(100, "SILENT"), Duration.ZERO)).isFalse();
        assertThat(requests.shows(through(160, "CLOSED"), Duration.ZERO)).isTrue();
        assertThat(requests.shows(through(99, "CLOSED"), Duration.ZERO)).isFalse();
    }

    private static Trial.Result through(double bytes, String end) {
        return new Trial.Result(Duration.ZERO, false, RawLine.End.valueOf(end), "", bytes);
    }
}
