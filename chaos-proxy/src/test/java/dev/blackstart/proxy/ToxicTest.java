package dev.blackstart.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deadlines that toxics give, without sockets and clocks. */
class ToxicTest {

    private static final long MILLI = 1_000_000;

    @Test
    void latency_ofQueuedChunks_runsFromEachArrival() {
        // Given
        Toxic toxic = new LatencyToxic(100, 0, JitterDistribution.UNIFORM, new SplittableRandom(1));
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
        Toxic toxic = new LatencyToxic(50, 20, JitterDistribution.UNIFORM, new SplittableRandom(1));
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
        Toxic toxic = new LatencyToxic(1, 0, JitterDistribution.UNIFORM, new SplittableRandom(1));
        long arrived = Long.MAX_VALUE - 10;
        // When
        long release = toxic.releaseAt(1, arrived, arrived - 5);
        // Then
        assertThat(release - arrived).isEqualTo(MILLI);
    }

    @Test
    void latency_belowZero_countsAsNone() {
        assertThat(new LatencyToxic(-5, -5, JitterDistribution.UNIFORM, new SplittableRandom(1)).releaseAt(1, 7, 3))
                .isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "1000, 10000", "0, 2147483647", "9223372036854775807, 2147483647"})
    void bandwidth_cutsToTenMillis(long rate, int bytes) {
        assertThat(new BandwidthToxic(rate).pieceBytes(Integer.MAX_VALUE)).isEqualTo(bytes);
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
    void latency_withNormalJitter_isSpreadAsTheBellCurve() {
        // Given
        Toxic toxic = new LatencyToxic(500, 100, JitterDistribution.NORMAL, new SplittableRandom(5));
        // When
        double[] millis = delays(toxic);
        // Then
        assertThat(distance(millis, x -> bell((x - 500) / 100))).isLessThan(KS_AT_ONE_PERCENT);
        assertThat(millis[0]).isGreaterThanOrEqualTo(200);
        assertThat(millis[DRAWS - 1]).isLessThanOrEqualTo(800);
    }

    @Test
    void latency_withParetoJitter_hasAHeavyTailAndIsNeverShorter() {
        // Given
        Toxic toxic = new LatencyToxic(500, 100, JitterDistribution.PARETO, new SplittableRandom(5));
        // When
        double[] millis = delays(toxic);
        // Then: Lomax of shape 3 and scale 2, in units of the jitter, whose mean is 1
        assertThat(distance(millis, x -> 1 - Math.pow(1 + (x - 500) / 200, -3))).isLessThan(KS_AT_ONE_PERCENT);
        assertThat(millis[0]).isGreaterThanOrEqualTo(500);
        assertThat(Arrays.stream(millis).average().orElse(0)).isBetween(590.0, 610.0);
        assertThat(millis[DRAWS - 1]).isBetween(1_000.0, 2_500.0);
    }

    @Test
    void latency_withUniformJitter_isSpreadEvenly() {
        // Given
        Toxic toxic = new LatencyToxic(500, 100, JitterDistribution.UNIFORM, new SplittableRandom(5));
        // When
        double[] millis = delays(toxic);
        // Then: whole milliseconds are half a percent off a continuous one
        assertThat(distance(millis, x -> (x - 400) / 200)).isLessThan(KS_AT_ONE_PERCENT + 0.005);
    }

    private static final int DRAWS = 10_000;

    /** The Kolmogorov-Smirnov distance that one in a hundred fair samples exceeds. */
    private static final double KS_AT_ONE_PERCENT = 1.63 / Math.sqrt(DRAWS);

    private static double[] delays(Toxic toxic) {
        return IntStream.range(0, DRAWS)
                .mapToDouble(i -> toxic.releaseAt(1, 0, 0) / (double) MILLI)
                .sorted()
                .toArray();
    }

    private static double distance(double[] sorted, DoubleUnaryOperator share) {
        double most = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = share.applyAsDouble(sorted[i]);
            most = Math.max(most, Math.abs(expected - (double) i / sorted.length));
            most = Math.max(most, Math.abs(expected - (i + 1.0) / sorted.length));
        }
        return most;
    }

    /** The standard normal distribution, by its Taylor series. */
    private static double bell(double z) {
        double term = z;
        double sum = z;
        for (int i = 1; i < 100; i++) {
            term *= z * z / (2 * i + 1);
            sum += term;
        }
        return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    @Test
    void slowClose_holdsOnlyTheEnd() {
        // Given
        Toxic toxic = new SlowCloseToxic(400);
        // When, Then
        assertThat(toxic.releaseAt(9, 5, 3)).isEqualTo(5);
        assertThat(toxic.endAt(5, 3)).isEqualTo(5 + 400 * MILLI);
        assertThat(toxic.endAt(5, 900 * MILLI)).isEqualTo(900 * MILLI);
        assertThat(new SlowCloseToxic(-1).endAt(5, 3)).isEqualTo(5);
    }

    private static Chunk chunk(long arrived) {
        Chunk chunk = Chunk.of(Unpooled.EMPTY_BUFFER, new ChunkTiming("a:1", Direction.DOWNSTREAM, arrived, 0));
        chunk.arrivedAt(arrived);
        return chunk;
    }

    private static Chunk end(long arrived) {
        Chunk end = Chunk.end(Ended.SERVER);
        end.arrivedAt(arrived);
        return end;
    }

    @Test
    void timeout_eachChunk_startsItAnew() {
        // Given
        Toxic toxic = new TimeoutToxic(300);
        toxic.begin(7, null);
        long quiet = toxic.breaksAt();
        // When
        boolean dropped = toxic.drops(chunk(200 * MILLI)) && toxic.drops(end(250 * MILLI));
        // Then
        assertThat(dropped).isTrue();
        assertThat(quiet).isEqualTo(7 + 300 * MILLI);
        assertThat(toxic.breaksAt()).isEqualTo(500 * MILLI);
        assertThat(toxic.breaksWhenRemoved()).isTrue();
        assertThat(toxic.resets()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void timeout_ofNothing_dropsAndNeverBreaks(long millis) {
        // Given
        Toxic toxic = new TimeoutToxic(millis);
        toxic.begin(7, null);
        // When, Then
        assertThat(toxic.drops(chunk(9))).isTrue();
        assertThat(toxic.breaksAt()).isEqualTo(Toxic.NEVER);
    }

    @Test
    void resetPeer_onceMet_resetsAfterTheTimeoutWhateverComes() {
        // Given
        Toxic toxic = new ResetPeerToxic(100);
        toxic.begin(0, null);
        long idle = toxic.breaksAt();
        boolean idleBreaksWhenRemoved = toxic.breaksWhenRemoved();
        // When
        boolean dropped = toxic.drops(chunk(5)) && toxic.drops(chunk(50 * MILLI)) && toxic.drops(end(60 * MILLI));
        // Then
        assertThat(idle).isEqualTo(Toxic.NEVER);
        assertThat(idleBreaksWhenRemoved).isFalse();
        assertThat(dropped).isTrue();
        assertThat(toxic.breaksAt()).isEqualTo(5 + 100 * MILLI);
        assertThat(toxic.resets()).isTrue();
        assertThat(toxic.breaksWhenRemoved()).isTrue();
    }

    @Test
    void resetPeer_changedOnceMet_countsFromWhatItMet() {
        // Given
        Toxic former = new ResetPeerToxic(60_000);
        former.drops(end(5));
        Toxic toxic = new ResetPeerToxic(100);
        // When
        toxic.begin(50 * MILLI, former);
        // Then
        assertThat(toxic.breaksAt()).isEqualTo(5 + 100 * MILLI);
    }

    @Test
    void limitData_passesExactlyItsBytes_andBreaksBehindTheLast() {
        // Given
        Toxic toxic = new LimitDataToxic(10);
        toxic.begin(0, null);
        assertThat(toxic.drops(chunk(1))).isFalse();
        assertThat(toxic.pieceBytes(7)).isEqualTo(7);
        toxic.releaseAt(7, 1, 0);
        long withinLimit = toxic.breaksAt();
        // When
        int piece = toxic.pieceBytes(7);
        long release = toxic.releaseAt(piece, 4, 1);
        // Then
        assertThat(withinLimit).isEqualTo(Toxic.NEVER);
        assertThat(piece).isEqualTo(3);
        assertThat(toxic.breaksAt()).isEqualTo(release).isEqualTo(4);
    }

    @Test
    void limitData_raised_countsWhatHasPassed() {
        // Given
        Toxic former = new LimitDataToxic(10);
        former.releaseAt(7, 0, 0);
        Toxic toxic = new LimitDataToxic(12);
        // When
        toxic.begin(3, former);
        // Then
        assertThat(toxic.breaksAt()).isEqualTo(Toxic.NEVER);
        assertThat(toxic.pieceBytes(9)).isEqualTo(5);
    }

    @Test
    void limitData_ofNothing_breaksOnTheFirstChunkAndNotOnTheEnd() {
        // Given
        Toxic toxic = new LimitDataToxic(0);
        // When, Then
        assertThat(toxic.drops(end(2))).isFalse();
        assertThat(toxic.breaksAt()).isEqualTo(Toxic.NEVER);
        assertThat(toxic.drops(chunk(3))).isTrue();
        assertThat(toxic.breaksAt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"10, 0, 1000", "10, 10, 1000", "1, 0, 77", "100, 30, 64000", "500, 0, 499"})
    void slicer_piecesOfAChunk_areSmallAndAddUp(int average, int variation, int length) {
        // Given
        Toxic toxic = new SlicerToxic(average, variation, 0, new SplittableRandom(3));
        List<Integer> pieces = new ArrayList<>();
        // When
        for (int left = length; left > 0; left -= pieces.get(pieces.size() - 1)) {
            pieces.add(toxic.pieceBytes(left));
        }
        // Then
        assertThat(pieces).allMatch(piece -> piece >= 1 && piece <= average + variation);
        assertThat(pieces.stream().mapToInt(Integer::intValue).sum()).isEqualTo(length);
    }

    @Test
    void slicer_restsAfterEachPiece_alsoTheLast() {
        // Given
        Toxic toxic = new SlicerToxic(5, 0, 200, new SplittableRandom(3));
        // When
        long first = toxic.releaseAt(5, 1_000, 900);
        long second = toxic.releaseAt(5, 1_000, first);
        // Then
        assertThat(first).isEqualTo(1_000);
        assertThat(second).isEqualTo(201_000);
        assertThat(toxic.endAt(1_000, second)).isEqualTo(401_000);
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
