package dev.blackstart.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Event.LoadBucket;
import dev.blackstart.load.BucketList;
import dev.blackstart.load.Counts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Burn rates and recovery as tables over buckets; no clock. */
class SloTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double SCALE = 600;

    private static Objective objective(Duration alertAfter) {
        return new Objective(
                Path.of("slo.yaml"),
                "winner-rate",
                0.99,
                Objective.Count.FULL,
                null,
                new Objective.BurnRateAlert(
                        "burns", 14.4, Duration.ofHours(1), Duration.ofMinutes(5), "page", alertAfter));
    }

    /** Four requests a bucket, degraded from one bucket on, until another. */
    private static BucketList degraded(int from, int until, int buckets) {
        return list(buckets, i -> i >= from && i < until ? new Counts(0, 4, 0, 0) : new Counts(4, 0, 0, 0));
    }

    private static BucketList list(int buckets, IntFunction<Counts> counts) {
        List<LoadBucket> list = new ArrayList<>();
        for (int i = 0; i < buckets; i++) {
            Counts each = counts.apply(i);
            list.add(new LoadBucket(
                    START.plusMillis(100L * i),
                    (int) each.full(),
                    (int) each.degraded(),
                    (int) each.shed(),
                    (int) each.failed(),
                    (int) each.fast()));
        }
        return new BucketList(list, 40);
    }

    private static Instant at(double seconds) {
        return START.plusMillis(Math.round(seconds * 1000));
    }

    @Test
    void scaled_ofAnHourAtSixHundred_isSixSeconds_andNeverLessThanABucket() {
        assertThat(BurnRate.scaled(Duration.ofHours(1), 600)).isEqualTo(Duration.ofSeconds(6));
        assertThat(BurnRate.scaled(Duration.ofMinutes(5), 600)).isEqualTo(Duration.ofMillis(500));
        assertThat(BurnRate.interval(600)).isEqualTo(Duration.ofMillis(100));
        assertThat(BurnRate.interval(6000)).isEqualTo(Duration.ofMillis(100));
        assertThat(BurnRate.leastBaseline(objective(Duration.ZERO), 600)).isEqualTo(Duration.ofSeconds(6));
    }

    @ParameterizedTest
    @CsvSource({
        // Degraded from 10 s on. Fires when a 0.144th of the 6 s window is bad: 8.64 buckets of 60.
        "9.9, 0, 0, false",
        "10.5, 8.333, 100, false",
        "10.8, 13.333, 100, false",
        "10.9, 15, 100, true",
        "16, 100, 100, true",
    })
    void evaluate_firesOnceBothWindowsBurnFastEnough(double now, double longBurn, double shortBurn, boolean firing) {
        // When
        BurnRate.Evaluation evaluation =
                BurnRate.evaluate(degraded(100, 200, 200), at(now), objective(Duration.ZERO), SCALE, START);

        // Then
        assertThat(evaluation.longBurn()).isCloseTo(longBurn, org.assertj.core.data.Offset.offset(0.01));
        assertThat(evaluation.shortBurn()).isCloseTo(shortBurn, org.assertj.core.data.Offset.offset(0.01));
        assertThat(evaluation.firing()).isEqualTo(firing);
    }

    @Test
    void evaluate_afterTheSystemIsGoodAgain_isEndedByTheShortWindow() {
        // Given
        BucketList buckets = degraded(100, 120, 200);

        // When
        BurnRate.Evaluation during = BurnRate.evaluate(buckets, at(12), objective(Duration.ZERO), SCALE, START);
        BurnRate.Evaluation after = BurnRate.evaluate(buckets, at(12.5), objective(Duration.ZERO), SCALE, START);

        // Then
        assertThat(during.firing()).isTrue();
        assertThat(after.longBurn()).isGreaterThan(14.4);
        assertThat(after.shortBurn()).isZero();
        assertThat(after.firing()).isFalse();
    }

    @Test
    void evaluate_neverLooksBeforeTheBaseline() {
        // Given: bad while warming up, for the first 5 s.
        BucketList buckets = degraded(0, 50, 100);

        // When
        BurnRate.Evaluation evaluation = BurnRate.evaluate(buckets, at(8), objective(Duration.ZERO), SCALE, at(5));

        // Then
        assertThat(evaluation.longSamples()).isEqualTo(120);
        assertThat(evaluation.longBurn()).isZero();
    }

    @Test
    void evaluate_withFewerThanTenSamples_doesNotFire() {
        // Given: two failures a bucket, and 2 × 4 answers in the short window.
        BucketList four = list(4, i -> new Counts(0, 0, 0, 2));
        BucketList five = list(5, i -> new Counts(0, 0, 0, 2));

        // Then
        assertThat(BurnRate.evaluate(four, at(0.4), objective(Duration.ZERO), SCALE, START)
                        .firing())
                .isFalse();
        assertThat(BurnRate.evaluate(five, at(0.5), objective(Duration.ZERO), SCALE, START)
                        .firing())
                .isTrue();
    }

    @Test
    void evaluate_withAlertAfter_firesOnceTheConditionHasHeldThatLong() {
        // Given: breached from 10.9 s on; ten real minutes are one second.
        BucketList buckets = degraded(100, 200, 200);
        Objective objective = objective(Duration.ofMinutes(10));

        // Then
        assertThat(BurnRate.evaluate(buckets, at(11.8), objective, SCALE, START).breached())
                .isTrue();
        assertThat(BurnRate.evaluate(buckets, at(11.8), objective, SCALE, START).firing())
                .isFalse();
        assertThat(BurnRate.evaluate(buckets, at(11.9), objective, SCALE, START).firing())
                .isTrue();
    }

    @Test
    void recovery_isTheStartOfTheFirstGoodWindow_whereverTheSearchBegins() {
        // Given: degraded from 10 s to 16 s.
        BucketList buckets = degraded(100, 160, 300);

        // When
        Optional<Instant> fromTheFault =
                RecoveryWindow.find(buckets, at(10), Duration.ofSeconds(5), 0.99, Objective.Count.FULL);
        Optional<Instant> later =
                RecoveryWindow.find(buckets, at(17.05), Duration.ofSeconds(5), 0.99, Objective.Count.FULL);

        // Then
        assertThat(fromTheFault).contains(at(16));
        assertThat(later).contains(at(17.1));
    }

    @Test
    void recovery_needsTheWholeWindow() {
        assertThat(find(degraded(100, 160, 209), 5)).isEmpty();
        assertThat(find(degraded(100, 160, 210), 5)).contains(at(16));
    }

    @Test
    void recovery_isRefusedByOneSecondThatMissesByMoreThanOneRequest() {
        // Given: a ratio of 99.5 % and better over 20 s, but two misses in one second, then three.
        BucketList two =
                list(400, i -> i < 100 ? new Counts(0, 4, 0, 0) : new Counts(i == 150 ? 2 : 4, i == 150 ? 2 : 0, 0, 0));
        BucketList one =
                list(400, i -> i < 100 ? new Counts(0, 4, 0, 0) : new Counts(i == 150 ? 3 : 4, i == 150 ? 1 : 0, 0, 0));

        // Then
        assertThat(find(one, 20)).contains(at(10));
        assertThat(find(two, 20)).contains(at(15.1));
    }

    @Test
    void recovery_isRefusedByASystemThatDoesNotAnswer() {
        // Given: 40 answers a second are due; none come from 10 s to 16 s.
        BucketList silent = list(300, i -> i >= 100 && i < 160 ? Counts.NONE : new Counts(4, 0, 0, 0));

        // When
        Optional<Instant> recovered = find(silent, 5);

        // Then: the first second may hold half of what was due, no less.
        assertThat(recovered).contains(at(15.5));
    }

    @Test
    void recovery_ofADegradedSystem_countsWhereSuccessIsEnough() {
        assertThat(RecoveryWindow.find(
                        degraded(0, 100, 100), START, Duration.ofSeconds(5), 0.99, Objective.Count.SUCCESS))
                .contains(START);
    }

    private static Optional<Instant> find(BucketList buckets, int holdSeconds) {
        return RecoveryWindow.find(buckets, at(10), Duration.ofSeconds(holdSeconds), 0.99, Objective.Count.FULL);
    }
}
