package dev.blackstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EvidenceFoldTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    /** 2 s of latency from second 1 to 6, eight samples, 50 chunks of 600 bytes a second on one connection. */
    private static List<Entry> latency() {
        List<Entry> entries = new ArrayList<>();
        add(entries, 0, new Event.TrafficSample("f1", 1, 100, 60_000, 0, 0));
        for (int i = 0; i < 3; i++) {
            add(entries, 250L * i, sample(Moment.BEFORE, 250L * i, 5, false));
        }
        add(entries, 990, new Event.TrafficSample("f1", 1, 150, 90_000, 0, 0));
        add(
                entries,
                995,
                new Event.FaultPrepared(
                        "f1",
                        "blackstart.fault.latency",
                        Map.of(),
                        "a#1->b#1:80",
                        "exchanged",
                        "+2s on each response",
                        List.of("ToxicGone")));
        add(entries, 1_000, new Event.FaultInjected("f1"));
        add(entries, 1_005, new Event.TrafficSample("f1", 1, 150, 90_000, 0, 0));
        for (int i = 0; i < 8; i++) {
            add(entries, 3_010 + 250L * i, sample(Moment.DURING, 1_000 + 250L * i, 2_010, true));
        }
        add(entries, 5_990, new Event.TrafficSample("f1", 1, 400, 240_000, 0, 1));
        add(entries, 6_000, new Event.FaultReverted("f1", List.of("ToxicGone: REVERTED")));
        for (int i = 0; i < 3; i++) {
            add(entries, 6_010 + 250L * i, sample(Moment.AFTER, 6_005 + 250L * i, 5, false));
        }
        return entries;
    }

    private static Event.FaultSample sample(Moment moment, long sentMillis, long tookMillis, boolean shows) {
        return new Event.FaultSample(
                "f1", moment, START.plusMillis(sentMillis), Duration.ofMillis(tookMillis), true, shows, "SERVING");
    }

    private static void add(List<Entry> entries, long millis, Event event) {
        entries.add(new Entry(entries.size() + 1L, START.plusMillis(millis), Arm.TREATMENT, event));
    }

    /** The same journal with its events changed; those that become null are left out. */
    private static List<Entry> changed(List<Entry> entries, Function<Event, @Nullable Event> change) {
        List<Entry> changed = new ArrayList<>();
        for (Entry entry : entries) {
            Event event = change.apply(entry.event());
            if (event != null) {
                changed.add(new Entry(entry.seq(), entry.at(), entry.arm(), event));
            }
        }
        return changed;
    }

    private static boolean isDuring(Event event) {
        return event instanceof Event.FaultSample sample && sample.moment() == Moment.DURING;
    }

    @Test
    void latency_thatWasFelt_hasEffectExposureAndClock() {
        // When
        Evidence evidence = EvidenceFold.of(latency(), "f1");
        // Then
        assertThat(evidence.missing()).isEmpty();
        assertThat(evidence.leftBehind()).isEmpty();
        assertThat(evidence.gone()).isEqualTo(Evidence.Gone.YES);
        assertThat(evidence.clock()).contains(START.plusMillis(1_000));
        assertThat(evidence.during().p50()).isEqualTo(Duration.ofMillis(2_010));
        assertThat(evidence.sentence())
                .contains("asked +2s on each response")
                .contains("8 samples")
                .contains("met by 1 of 1 connection, 250 chunks, 150 kB");
    }

    @Test
    void effectSamplesRemoved_noEffectAndNoClock() {
        // When
        Evidence evidence = EvidenceFold.of(changed(latency(), event -> isDuring(event) ? null : event), "f1");
        // Then
        assertThat(evidence.effect()).isFalse();
        assertThat(evidence.clock()).isEmpty();
        assertThat(evidence.missing().orElse("")).contains("no effect");
    }

    @Test
    void samplesMoved_theFiguresMove() {
        // Given: every sample while the fault was on, sent 500 ms later and 300 ms slower
        List<Entry> moved = changed(
                latency(),
                event -> event instanceof Event.FaultSample each && isDuring(event)
                        ? new Event.FaultSample(
                                "f1",
                                Moment.DURING,
                                each.sent().plusMillis(500),
                                each.took().plusMillis(300),
                                each.ok(),
                                each.shows(),
                                each.detail())
                        : event);
        // When
        Evidence evidence = EvidenceFold.of(moved, "f1");
        // Then
        assertThat(evidence.clock()).contains(START.plusMillis(1_500));
        assertThat(evidence.during().p50()).isEqualTo(Duration.ofMillis(2_310));
        assertThat(evidence.during().p95()).isEqualTo(Duration.ofMillis(2_310));
    }

    @Test
    void trafficThatDoesNotGrow_isNoExposure() {
        // When
        Evidence evidence = EvidenceFold.of(
                changed(
                        latency(),
                        event -> event instanceof Event.TrafficSample
                                ? new Event.TrafficSample("f1", 1, 150, 90_000, 0, 0)
                                : event),
                "f1");
        // Then
        assertThat(evidence.effect()).isTrue();
        assertThat(evidence.exposed()).isFalse();
        assertThat(evidence.missing().orElse("")).contains("met no traffic");
    }

    @Test
    void trafficSamplesRemoved_isNoExposure() {
        // When
        Evidence evidence =
                EvidenceFold.of(changed(latency(), event -> event instanceof Event.TrafficSample ? null : event), "f1");
        // Then
        assertThat(evidence.exposed()).isFalse();
    }

    @Test
    void effectStillThereAfterTheRevert_isLeftBehind() {
        // When
        Evidence evidence = EvidenceFold.of(
                changed(
                        latency(),
                        event -> event instanceof Event.FaultSample each && each.moment() == Moment.AFTER
                                ? new Event.FaultSample(
                                        "f1", Moment.AFTER, each.sent(), Duration.ofSeconds(2), true, true, "SERVING")
                                : event),
                "f1");
        // Then
        assertThat(evidence.gone()).isEqualTo(Evidence.Gone.NO);
        assertThat(evidence.leftBehind()).isPresent();
    }

    @Test
    void samplesThatDoNotShowIt_areNoEffect() {
        // When
        Evidence evidence = EvidenceFold.of(
                changed(
                        latency(),
                        event -> event instanceof Event.FaultSample each && isDuring(event)
                                ? new Event.FaultSample(
                                        "f1", Moment.DURING, each.sent(), Duration.ofMillis(5), true, false, "SERVING")
                                : event),
                "f1");
        // Then
        assertThat(evidence.effect()).isFalse();
        assertThat(evidence.missing().orElse("")).contains("0 of 8 samples show it");
    }
}
