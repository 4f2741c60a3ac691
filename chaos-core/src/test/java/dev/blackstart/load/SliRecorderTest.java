package dev.blackstart.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.journal.Event.LatencySecond;
import dev.blackstart.journal.Event.LoadBucket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SliRecorderTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.050Z");
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<Outcome> OUTCOMES = List.of(Outcome.values());

    private final RecordedEvents events = new RecordedEvents();
    private final SliRecorder recorder = new SliRecorder(40, Duration.ofMillis(100), START, events);

    private void over(Outcome outcome, long atMillis, long latencyMillis) {
        recorder.sent();
        recorder.over(outcome, Duration.ofMillis(latencyMillis), false, FIRST.plusMillis(atMillis));
    }

    @Test
    void advance_writesEachCompleteBucketOnceEmptyOnesTooInOrder() {
        // Given
        over(Outcome.FULL, 60, 5);
        over(Outcome.DEGRADED, 99, 5);
        over(Outcome.SHED, 250, 5);
        over(Outcome.FAILED, 299, 5);
        over(Outcome.FULL, 310, 5);

        // When
        recorder.advance(FIRST.plusMillis(299));
        recorder.advance(FIRST.plusMillis(305));
        recorder.advance(FIRST.plusMillis(306));

        // Then
        assertThat(events.of(LoadBucket.class))
                .containsExactly(
                        new LoadBucket(FIRST, 1, 1, 0, 0, 2),
                        new LoadBucket(FIRST.plusMillis(100), 0, 0, 0, 0, 0),
                        new LoadBucket(FIRST.plusMillis(200), 0, 0, 1, 1, 0));
        assertThat(recorder.completeUntil()).isEqualTo(FIRST.plusMillis(300));
    }

    @Test
    void over_afterItsBucketWasWritten_countsInTheOpenOne() {
        // Given
        recorder.advance(FIRST.plusMillis(200));

        // When
        over(Outcome.FULL, 150, 5);
        recorder.advance(FIRST.plusMillis(300));

        // Then
        assertThat(events.of(LoadBucket.class)).last().isEqualTo(new LoadBucket(FIRST.plusMillis(200), 1, 0, 0, 0, 1));
    }

    @Test
    void counts_arePartOfWholeBucketsThatAreComplete() {
        // Given
        over(Outcome.FULL, 50, 5);
        over(Outcome.FULL, 150, 500);
        over(Outcome.FAILED, 250, 5);
        over(Outcome.FULL, 350, 5);

        // When
        recorder.advance(FIRST.plusMillis(300));

        // Then
        assertThat(recorder.counts(FIRST.plusMillis(190), FIRST.plusSeconds(9))).isEqualTo(new Counts(1, 0, 0, 1, 0));
        assertThat(recorder.counts(FIRST, FIRST.plusMillis(199))).isEqualTo(new Counts(1, 0, 0, 0, 1));
        assertThat(recorder.counts(FIRST.plusMillis(200), FIRST.plusMillis(100)))
                .isEqualTo(Counts.NONE);
    }

    @Test
    void bucketList_ofTheSameEvents_countsTheSame() {
        // Given
        for (int i = 0; i < 300; i++) {
            over(OUTCOMES.get(i % 4), 10L * i, i);
        }
        recorder.finish(FIRST.plusMillis(2999));

        // When
        BucketList list = new BucketList(events.of(LoadBucket.class), 40);

        // Then
        assertThat(list.completeUntil()).isEqualTo(recorder.completeUntil()).isEqualTo(FIRST.plusSeconds(3));
        for (int from = -200; from < 3200; from += 70) {
            for (int length = 0; length < 3000; length += 130) {
                Instant begin = FIRST.plusMillis(from);
                Instant end = begin.plusMillis(length);
                assertThat(list.counts(begin, end)).as("%s + %s", from, length).isEqualTo(recorder.counts(begin, end));
            }
        }
    }

    @Test
    void latencies_areOfAnswersAndOfWaitsThatWereGivenUp_notOfWhatFailedAtOnce() throws DataFormatException {
        // Given
        over(Outcome.FULL, 100, 10);
        over(Outcome.DEGRADED, 200, 20);
        over(Outcome.FAILED, 300, 1);
        over(Outcome.SHED, 300, 1);
        recorder.notSent(FIRST.plusMillis(300));
        recorder.sent();
        recorder.over(Outcome.FAILED, Duration.ofSeconds(1), true, FIRST.plusMillis(400));
        // Already in the next second, while this one is still open.
        over(Outcome.FULL, 1005, 7);

        // When
        recorder.advance(FIRST.plusMillis(1005));
        recorder.advance(FIRST.plusMillis(2000));

        // Then
        List<Histogram> seconds = events.of(LatencySecond.class).stream()
                .map(each -> decode(each.histogram()))
                .toList();
        assertThat(seconds).hasSize(2);
        assertThat(seconds.get(0).getTotalCount()).isEqualTo(3);
        assertThat(seconds.get(0).getMaxValue()).isBetween(999_000L, 1_001_000L);
        assertThat(seconds.get(0).getMinValue()).isBetween(9_990L, 10_010L);
        assertThat(seconds.get(1).getTotalCount()).isEqualTo(1);
        assertThat(recorder.latencySeconds(0.5, FIRST, FIRST.plusSeconds(1)).orElseThrow())
                .isBetween(0.0199, 0.0201);
        assertThat(recorder.latencySeconds(0.5, FIRST.plusSeconds(1), FIRST.plusSeconds(2))
                        .orElseThrow())
                .isBetween(0.00699, 0.00701);
        assertThat(recorder.latencySeconds(0.5, FIRST.plusSeconds(2), FIRST.plusSeconds(3)))
                .isEmpty();
        assertThat(recorder.latencyCount(FIRST, FIRST.plusSeconds(2))).isEqualTo(4);
    }

    @Test
    void finish_writesTheOpenBucketAndSecond_andNothingAfterIt() {
        // Given
        over(Outcome.FULL, 1234, 5);

        // When
        recorder.finish(FIRST.plusMillis(1234));
        over(Outcome.FULL, 1235, 5);
        recorder.advance(FIRST.plusSeconds(5));
        recorder.finish(FIRST.plusSeconds(5));

        // Then
        assertThat(events.of(LoadBucket.class))
                .hasSize(13)
                .last()
                .isEqualTo(new LoadBucket(FIRST.plusMillis(1200), 1, 0, 0, 0, 1));
        assertThat(events.of(LatencySecond.class)).hasSize(2);
        assertThat(recorder.inFlight()).isZero();
    }

    @Test
    void counts_afterMoreThanAnHour_areThoseOfTheLastHour() {
        // Given
        over(Outcome.FULL, 60, 5);
        recorder.advance(FIRST.plusSeconds(1));

        // When
        for (int second = 1; second <= 3700; second++) {
            over(Outcome.DEGRADED, second * 1000L, 5);
            recorder.advance(FIRST.plusSeconds(second + 1));
        }

        // Then
        Counts counts = recorder.counts(FIRST, FIRST.plusSeconds(4000));
        assertThat(counts.full()).isZero();
        assertThat(counts.degraded()).isBetween(3580L, 3600L);
    }

    @Test
    void latencySeconds_withAQuantileThatIsNone_saysWhatWouldDo() {
        assertThatThrownBy(() -> recorder.latencySeconds(99, FIRST, FIRST.plusSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("quantile must be in (0, 1): 99.0");
    }

    private static Histogram decode(String histogram) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(histogram)), 0);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
    }
}
