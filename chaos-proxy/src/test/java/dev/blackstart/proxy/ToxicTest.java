package dev.blackstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The deadlines that toxics give, without sockets and clocks. */
class ToxicTest {

    private static final long MILLI = 1_000_000;

    @Test
    void latency_ofQueuedChunks_runsFromEachArrival() {
        // Given
        Toxic toxic = new LatencyToxic(100, 0, new SplittableRandom(1));
        // When
        long first = toxic.releaseAt(1, 0, 0);
        long second = toxic.releaseAt(1, 2 * MILLI, first);
        // Then
        assertThat(first).isEqualTo(100 * MILLI);
        assertThat(second).isEqualTo(102 * MILLI);
    }

    @Test
    void latency_withJitter_staysInItsBoundsAndInOrder() {
        // Given
        Toxic toxic = new LatencyToxic(50, 20, new SplittableRandom(1));
        long previous = 0;
        for (int i = 0; i < 1_000; i++) {
            // When
            long release = toxic.releaseAt(1, i, previous);
            // Then
            assertThat(release).isGreaterThanOrEqualTo(previous).isLessThan(i + 70 * MILLI);
            previous = release;
        }
        List<Long> free = IntStream.range(0, 1_000)
                .mapToObj(i -> toxic.releaseAt(1, 0, 0) / MILLI)
                .toList();
        assertThat(free).contains(30L, 69L).allMatch(millis -> millis >= 30 && millis < 70);
    }

    @Test
    void latency_acrossTheWrapOfTheClock_isNotEarly() {
        // Given
        Toxic toxic = new LatencyToxic(1, 0, new SplittableRandom(1));
        long arrived = Long.MAX_VALUE - 10;
        // When
        long release = toxic.releaseAt(1, arrived, arrived - 5);
        // Then
        assertThat(release - arrived).isEqualTo(MILLI);
    }

    @Test
    void latency_belowZero_countsAsNone() {
        assertThat(new LatencyToxic(-5, -5, new SplittableRandom(1)).releaseAt(1, 7, 3))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "1000, 10000", "0, 2147483647", "9223372036854775807, 2147483647"})
    void bandwidth_cutsToTenMillis(long rate, int bytes) {
        assertThat(new BandwidthToxic(rate).pieceBytes()).isEqualTo(bytes);
    }

    @Test
    void bandwidth_ofQueuedPieces_addsUpWithoutDrift() {
        // Given
        Toxic toxic = new BandwidthToxic(1_000);
        long previous = 0;
        // When
        for (int i = 0; i < 100; i++) {
            previous = toxic.releaseAt(10_000, 0, previous);
        }
        // Then
        assertThat(previous).isEqualTo(1_000 * MILLI);
    }

    @Test
    void bandwidth_afterAPause_hasNoCredit() {
        assertThat(new BandwidthToxic(1).releaseAt(10, 500 * MILLI, 0)).isEqualTo(510 * MILLI);
    }

    @Test
    void bandwidth_ofZero_releasesNeitherDataNorEnd() {
        Toxic toxic = new BandwidthToxic(0);
        assertThat(toxic.releaseAt(1, 0, 0)).isEqualTo(Toxic.NEVER);
        assertThat(toxic.endAt(0, 0)).isEqualTo(Toxic.NEVER);
    }

    @Test
    void draw_ofTheSameParts_isTheSameAndNearItsShare() {
        // Given
        float toxicity = 0.3f;
        // When
        long touched = IntStream.range(0, 10_000)
                .filter(i -> draw(i).touches(toxicity))
                .count();
        // Then
        assertThat(touched).isBetween(2_850L, 3_150L);
        assertThat(draw(4).random().nextLong()).isEqualTo(draw(4).random().nextLong());
        assertThat(draw(4).random().nextLong()).isNotEqualTo(draw(5).random().nextLong());
        assertThat(draw(4).touches(1)).isTrue();
        assertThat(draw(4).touches(0)).isFalse();
    }

    private static Draw draw(long connection) {
        return new Draw(7, "proxy", "toxic", Direction.DOWNSTREAM, connection);
    }
}
