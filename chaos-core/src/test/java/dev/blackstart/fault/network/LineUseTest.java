package dev.blackstart.fault.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.blackstart.topology.Link;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineUseTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final LineUse use = new LineUse();

    private static Link.ChunkDelay chunk(String source, int atMillis, int bytes, double millis) {
        return new Link.ChunkDelay(source, true, at(atMillis), (long) (millis * 1_000), bytes);
    }

    private static Instant at(int millis) {
        return START.plusMillis(millis);
    }

    @Test
    void between_queuedChunks_areCountedFromWhenTheLineWasFree() {
        // Given: 100 kB/s, and all three came at once
        List<Link.ChunkDelay> chunks =
                List.of(chunk("a", 0, 2_000, 20), chunk("a", 0, 4_000, 60), chunk("a", 0, 1_000, 70));
        // When
        LineUse.Carried carried = use.between(START, at(250), chunks);
        // Then
        assertThat(carried.waitedBytes()).isEqualTo(7_000);
        assertThat(carried.rate()).isCloseTo(100, within(0.001));
    }

    @Test
    void between_twoConnections_haveALineEach() {
        // Given
        List<Link.ChunkDelay> chunks = List.of(chunk("a", 0, 2_000, 20), chunk("b", 0, 2_000, 20));
        // When, then
        assertThat(use.between(START, at(250), chunks).rate()).isCloseTo(100, within(0.001));
    }

    @Test
    void between_twoLooks_countsEachChunkOnceAndKnowsTheLine() {
        // Given: the second was in line behind the first, which was through in the time before
        List<Link.ChunkDelay> chunks = List.of(chunk("a", 0, 2_000, 240), chunk("a", 10, 5_000, 290));
        // When
        LineUse.Carried first = use.between(START, at(250), chunks);
        LineUse.Carried second = use.between(at(250), at(500), chunks);
        // Then
        assertThat(first.bytes()).isEqualTo(2_000);
        assertThat(second.bytes()).isEqualTo(5_000);
        assertThat(second.rate()).isCloseTo(5_000 / 60.0, within(0.001));
    }

    @Test
    void between_trafficUnderTheLimit_isWhatTheLinkCarriedAndNothingWaited() {
        // Given
        List<Link.ChunkDelay> chunks = List.of(
                chunk("a", 10, 500, 0.05),
                chunk("a", 90, 500, 5),
                chunk("a", 200, 900, -0.001),
                chunk("a", 240, 1, 20));
        // When
        LineUse.Carried carried = use.between(START, at(250), chunks);
        // Then
        assertThat(carried.waitedBytes()).isZero();
        assertThat(carried.bytes()).isEqualTo(1_000);
        assertThat(carried.rate()).isCloseTo(4, within(0.001));
    }
}
