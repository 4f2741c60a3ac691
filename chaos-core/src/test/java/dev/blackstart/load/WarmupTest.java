package dev.blackstart.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Event.LoadBucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmupTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // rate, full answers a bucket, seconds, the bucket with a failure (-1: none), steady
        "40, 4, 3, -1, true",
        "40, 4, 2, -1, false",
        "40, 4, 4, 9, true",
        "40, 4, 4, 11, false",
        "40, 3, 3, -1, false",
        "10, 1, 3, -1, true",
        "0.5, 0, 3, -1, false",
    })
    void isSteady_afterThreeCleanSecondsOnly(double rate, int each, int seconds, int failed, boolean steady) {
        // Given
        List<LoadBucket> buckets = new ArrayList<>();
        for (int i = 0; i < seconds * 10; i++) {
            buckets.add(new LoadBucket(START.plusMillis(100L * i), each, 0, 0, i == failed ? 1 : 0));
        }

        // When
        boolean found = Warmup.isSteady(new BucketList(buckets, rate), START);

        // Then
        assertThat(found).isEqualTo(steady);
    }
}
