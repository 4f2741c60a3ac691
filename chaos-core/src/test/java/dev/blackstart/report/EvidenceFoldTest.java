package dev.blackstart.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.journal.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evidence is a function of samples: each of these tables is one journal. */
class EvidenceFoldTest {
    private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");
    private static final String LINK = "bfe-a#1->kv-a#1:50051";

    private final List<Entry> entries = new ArrayList<>();

    private static Instant at(long millis) {
        return ZERO.plusMillis(millis);
    }

    private void add(long millis, Event event) {
        entries.add(new Entry(entries.size() + 1L, at(millis), Arm.TREATMENT, event));
    }

    private void loadCalls(String service) {
        Declared declared =
                new Declared(true, service, List.of(), null, null, 1, null, null, null, null, List.of(), null, null, 0);
        add(0, new Event.RunStarted(1, "r", "x.json", "", "t", 7, "", "", "", "", Map.of(), declared));
    }

    private void prepared(String func, String target) {
        Event.Expected expected = switch (func) {
            case "latency" -> new Event.Expected(false, false, Duration.ofMillis(1_999), Duration.ofMillis(2_500));
            case "crash" -> new Event.Expected(true, true);
            case "refuse" -> new Event.Expected(false, true);
            default -> new Event.Expected(false, false);
        };
        prepared(func, target, expected);
    }

    private void prepared(String func, String target, Event.Expected expected) {
        prepared(func, target, "exchanged", expected);
    }

    private void prepared(String func, String target, String live, Event.Expected expected) {
        add(
                0,
                new Event.FaultPrepared(
                        "f1",
                        "blackstart.fault." + func,
                        Map.of(),
                        target,
                        live,
                        "+2s on each response",
                        List.of(),
                        expected));
    }

    private void sample(Moment moment, long sent, long took, boolean ok, boolean shows) {
        add(
                sent + took,
                new Event.FaultSample(
                        "f1", moment, at(sent), Duration.ofMillis(took), ok, shows, ok ? "SERVING" : "timeout"));
    }

    private void traffic(long millis, long chunks, long cut) {
        add(millis, new Event.TrafficSample("f1", 1, chunks, chunks * 1000, cut, chunks > 40 ? 1 : 0));
    }

    private void injected(long millis) {
        add(millis, new Event.FaultInjected("f1"));
        unchanged(millis);
    }

    /** The first sample of traffic after the deed, with nothing new. */
    private void unchanged(long millis) {
        entries.stream()
                .map(Entry::event)
                .filter(Event.TrafficSample.class::isInstance)
                .reduce((earlier, later) -> later)
                .ifPresent(last -> add(millis + 1, last));
    }

    /** A latency that did what it should: in force from 1 s to 6 s. */
    private void goodLatency() {
        prepared("latency", LINK);
        traffic(0, 0, 0);
        for (int i = 0; i < 3; i++) {
            sample(Moment.BEFORE, 100L * i, 5, true, false);
        }
        traffic(990, 40, 0);
        injected(1_000);
        for (int i = 0; i < 8; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 2_010, true, true);
        }
        traffic(2_000, 150, 0);
        traffic(5_990, 293, 0);
        add(6_000, new Event.FaultReverted("f1", List.of("ToxicGone: REVERTED")));
        for (int i = 0; i < 3; i++) {
            sample(Moment.AFTER, 6_100 + 100L * i, 5, true, false);
        }
    }

    private Evidence evidence() {
        return EvidenceFold.of(entries, "f1");
    }

    @Test
    void latencyThatWasFeltByTraffic_missesNothing() {
        // Given
        goodLatency();
        // When
        Evidence evidence = evidence();
        // Then
        assertThat(evidence.missing()).isEmpty();
        assertThat(evidence.leftBehind()).isEmpty();
        assertThat(evidence.gone()).isEqualTo(Evidence.Gone.YES);
        assertThat(evidence.clock()).contains(at(1_000));
        assertThat(evidence.sentence())
                .isEqualTo("latency on " + LINK
                        + ": asked +2s on each response, measured 2.01 s p50, 2.01 s p95, 8 samples;"
                        + " met by 1 of 1 connections, 253 chunks, 253 kB; gone afterwards");
    }

    @Test
    void requestsOfTheLoad_fromTheEffectToTheFirstMitigationStep_areCounted() {
        // Given
        goodLatency();
        for (int i = 0; i < 60; i++) {
            add(200 + 100L * i, new Event.LoadBucket(at(100L * i), 3, 1, 0, 0));
        }
        // When: the effect is there from 1 s on, the first step comes at 4 s
        String untilTheEnd = evidence().exposure();
        add(4_000, new Event.ActivityStarted(1, Section.PLAYBOOK, "fail over", Map.of(), false));
        // Then
        assertThat(untilTheEnd)
                .isEqualTo("met by 1 of 1 connections, 253 chunks, 253 kB; 200 requests finished meanwhile");
        assertThat(evidence().exposure()).endsWith("; 120 requests finished meanwhile");
    }

    @Test
    void fasterThanAsked_isAnotherEffect() {
        // Given: each sample shows a delay, and the median is below what was asked
        prepared("latency", LINK);
        injected(1_000);
        for (int i = 0; i < 8; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 1_900, true, true);
        }
        // When / Then
        assertThat(evidence().effect()).isFalse();
        assertThat(evidence().missing())
                .contains("The fault blackstart.fault.latency on " + LINK
                        + " had another effect than was asked: asked +2s on each response,"
                        + " measured 1.90 s p50, where at least 2.00 s was to be seen");
    }

    @Test
    void slowerThanAskedBeyondTheBound_isAnotherEffect_measuredFromWhatItTookBefore() {
        // Given
        prepared("latency", LINK);
        for (int i = 0; i < 3; i++) {
            sample(Moment.BEFORE, 100L * i, 100, true, false);
        }
        injected(1_000);
        for (int i = 0; i < 8; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 2_590, true, true);
        }
        boolean within = evidence().effect();
        for (int i = 8; i < 17; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 2_610, true, true);
        }
        // When / Then
        assertThat(within).isTrue();
        assertThat(evidence().missing())
                .get()
                .asString()
                .endsWith("measured 2.61 s p50, where at most 2.60 s was to be seen (100.0 ms before)");
    }

    @Test
    void oneSampleThatWasHeldUpByABusyMachine_isTheEffect() {
        // Given
        prepared("latency", LINK);
        injected(1_000);
        sample(Moment.DURING, 1_000, 2_700, true, true);
        boolean heldUp = evidence().effect();
        entries.removeIf(entry -> entry.event() instanceof Event.FaultSample);
        sample(Moment.DURING, 1_000, 2_800, true, true);
        // When / Then
        assertThat(heldUp).isTrue();
        assertThat(evidence().effect()).isFalse();
    }

    @Test
    void whatIsExpected_isReadFromTheJournal_notFromTheNameOfTheFault() {
        // Given: a driver from elsewhere, whose effect is one moment and ends all traffic
        prepared("unplug", LINK, new Event.Expected(true, true));
        traffic(0, 0, 0);
        traffic(990, 40, 0);
        injected(1_000);
        sample(Moment.DURING, 1_001, 0, false, true);
        for (int i = 0; i < 8; i++) {
            sample(Moment.DURING, 1_250 + 250L * i, 5, true, false);
        }
        traffic(1_010, 40, 1);
        // When / Then
        assertThat(evidence().missing()).isEmpty();
    }

    @Test
    void samplesThatAreMoved_moveTheClock() {
        // Given
        goodLatency();
        entries.replaceAll(entry ->
                entry.event() instanceof Event.FaultSample sample && sample.moment() == Moment.DURING
                        ? new Entry(
                                entry.seq(),
                                entry.at(),
                                entry.arm(),
                                new Event.FaultSample(
                                        "f1",
                                        Moment.DURING,
                                        sample.sent().plusMillis(700),
                                        sample.took(),
                                        sample.ok(),
                                        sample.shows(),
                                        sample.detail()))
                        : entry);
        // When / Then
        assertThat(evidence().clock()).contains(at(1_700));
    }

    @Test
    void samplesOfTheEffectRemoved_isNoEffect() {
        // Given
        goodLatency();
        entries.removeIf(
                entry -> entry.event() instanceof Event.FaultSample sample && sample.moment() == Moment.DURING);
        // When
        Evidence evidence = evidence();
        // Then
        assertThat(evidence.effect()).isFalse();
        assertThat(evidence.clock()).isEmpty();
        assertThat(evidence.missing())
                .contains("The fault blackstart.fault.latency on " + LINK
                        + " had no effect: asked +2s on each response, nothing was measured while it was in force");
    }

    @Test
    void answersAsFastAsBefore_isNoEffectAndSaysHowFast() {
        // Given
        prepared("latency", LINK);
        traffic(0, 0, 0);
        traffic(990, 40, 0);
        injected(1_000);
        for (int i = 0; i < 8; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 7, true, false);
        }
        traffic(2_000, 90, 0);
        // When / Then
        assertThat(evidence().missing()).get().asString().endsWith("measured 7.0 ms p50, 0 of 8 samples show it");
    }

    @Test
    void fewerThanHalfOfTheSamplesShow_isNoEffect() {
        // Given
        prepared("latency", LINK);
        injected(1_000);
        for (int i = 0; i < 9; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 2_010, true, i < 4);
        }
        // When / Then
        assertThat(evidence().effect()).isFalse();
    }

    @Test
    void twoOfManySamplesShow_isNoEffect_butBothOfAShortFaultAre() {
        // Given
        prepared("latency", LINK);
        injected(1_000);
        sample(Moment.DURING, 1_000, 2_010, true, true);
        sample(Moment.DURING, 1_250, 2_010, true, true);
        boolean bothOfTwo = evidence().effect();
        sample(Moment.DURING, 1_500, 5, true, false);
        // When / Then
        assertThat(bothOfTwo).isTrue();
        assertThat(evidence().effect()).isFalse();
    }

    @Test
    void effectThatWasThereBefore_isNotTheFaults() {
        // Given
        prepared("stall", LINK);
        for (int i = 0; i < 3; i++) {
            sample(Moment.BEFORE, 100L * i, 500, false, true);
        }
        injected(1_000);
        for (int i = 0; i < 4; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 500, false, true);
        }
        // When / Then
        assertThat(evidence().missing()).get().asString().contains("measured the same before the injection (timeout)");
    }

    @Test
    void exchangeThatTheRevertLetThrough_saysNothing() {
        // Given: two under way at the end come back at once
        goodLatency();
        sample(Moment.DURING, 5_700, 310, true, false);
        sample(Moment.DURING, 5_950, 60, true, false);
        // When / Then
        assertThat(evidence().during().count()).isEqualTo(8);
    }

    @Test
    void constantTraffic_isNoExposure() {
        // Given
        goodLatency();
        entries.replaceAll(entry -> entry.event() instanceof Event.TrafficSample
                ? new Entry(entry.seq(), entry.at(), entry.arm(), new Event.TrafficSample("f1", 1, 40, 40_000, 0, 1))
                : entry);
        // When / Then
        assertThat(evidence().exposed()).isFalse();
        assertThat(evidence().missing())
                .contains("The fault blackstart.fault.latency on " + LINK + " met no traffic of the system");
    }

    @Test
    void trafficBeforeTheFaultOnly_isNoExposureOfALatency() {
        // Given
        prepared("latency", LINK);
        traffic(0, 0, 0);
        traffic(990, 40, 0);
        injected(1_000);
        traffic(1_010, 40, 0);
        traffic(5_000, 40, 0);
        // When / Then
        assertThat(evidence().exposed()).isFalse();
    }

    @Test
    void refuseThatSilencedATraffic_isExposed() {
        // Given
        prepared("refuse", LINK);
        traffic(0, 0, 0);
        traffic(990, 40, 0);
        injected(1_000);
        traffic(1_010, 40, 1);
        // When
        Evidence evidence = evidence();
        // Then
        assertThat(evidence.exposed()).isTrue();
        assertThat(evidence.exposure()).isEqualTo("cut 1 connection, silenced a traffic of 40 chunks right before");
    }

    @Test
    void crashThatNewConnectionsMet_isExposed() {
        // Given
        prepared("crash", "kv#1", "process", new Event.Expected(true, true));
        add(0, new Event.TrafficSample("f1", 0, 0, 0, 0, 0));
        add(990, new Event.TrafficSample("f1", 0, 0, 0, 0, 0));
        injected(1_000);
        add(1_010, new Event.TrafficSample("f1", 2, 0, 0, 0, 0));
        // When / Then
        assertThat(evidence().exposed()).isTrue();
        assertThat(evidence().exposure()).isEqualTo("met by 2 new connections");
    }

    @Test
    void refuseOfALinkThatOnlyWeHaveAsked_isNotExposed() {
        // Given
        prepared("refuse", LINK);
        traffic(0, 0, 0);
        sample(Moment.BEFORE, 10, 0, true, false);
        traffic(990, 0, 0);
        injected(1_000);
        // When / Then
        assertThat(evidence().exposed()).isFalse();
    }

    @Test
    void refuseOfAnIdleLink_isNotExposed() {
        // Given
        prepared("refuse", LINK);
        traffic(0, 0, 0);
        traffic(990, 0, 0);
        injected(1_000);
        traffic(1_010, 0, 0);
        // When / Then
        assertThat(evidence().exposed()).isFalse();
    }

    @Test
    void trafficAfterTheFirstMitigationStep_isNotCounted() {
        // Given
        prepared("latency", LINK);
        traffic(0, 0, 0);
        traffic(990, 40, 0);
        injected(1_000);
        traffic(1_010, 40, 0);
        add(2_000, new Event.ActivityStarted(1, Section.PLAYBOOK, "fail over", Map.of(), false));
        traffic(2_001, 40, 0);
        traffic(3_000, 400, 0);
        // When / Then
        assertThat(evidence().exposed()).isFalse();
    }

    @Test
    void crash_needsOneSampleAndIsMetByTheLoad() {
        // Given
        loadCalls("sfe");
        prepared("crash", "sfe#1");
        injected(1_000);
        sample(Moment.DURING, 1_001, 0, false, true);
        add(1_300, new Event.LoadBucket(at(1_200), 0, 0, 0, 4));
        // When
        Evidence evidence = evidence();
        // Then
        assertThat(evidence.missing()).isEmpty();
        assertThat(evidence.exposure()).isEqualTo("4 requests finished meanwhile");
    }

    @Test
    void crashOfAServiceThatNobodyCalls_metNothing_howeverMuchLoadThereIs() {
        // Given: no link leads to it, and the load calls another
        loadCalls("sf");
        prepared("crash", "sfe#1");
        injected(1_000);
        sample(Moment.DURING, 1_001, 0, false, true);
        add(1_300, new Event.LoadBucket(at(1_200), 4, 0, 0, 0));
        // When / Then
        assertThat(evidence().missing())
                .contains("The fault blackstart.fault.crash on sfe#1 met no traffic of the system");
    }

    @Test
    void replicaThatTheLoadCalls_isMetByIt_alsoWhereItsLinksAreIdle() {
        // Given
        loadCalls("spare");
        prepared("pause", "spare#1");
        traffic(0, 0, 0);
        traffic(990, 0, 0);
        injected(1_000);
        sample(Moment.DURING, 1_001, 500, false, true);
        add(2_100, new Event.LoadBucket(at(2_000), 0, 0, 0, 4));
        traffic(3_000, 0, 0);
        // When / Then
        assertThat(evidence().missing()).isEmpty();
        assertThat(evidence().exposure()).isEqualTo("4 requests finished meanwhile");
    }

    @Test
    void linkOfTheServiceThatTheLoadCalls_isNotMetByTheLoad() {
        // Given
        loadCalls("bfe-a");
        prepared("latency", LINK);
        traffic(0, 0, 0);
        traffic(990, 40, 0);
        injected(1_000);
        sample(Moment.DURING, 1_000, 2_010, true, true);
        add(2_100, new Event.LoadBucket(at(2_000), 4, 0, 0, 0));
        traffic(3_000, 40, 0);
        // When / Then
        assertThat(evidence().exposed()).isFalse();
    }

    @Test
    void crashWithoutAnyLoad_metNothing() {
        // Given
        loadCalls("sfe");
        prepared("crash", "sfe#1");
        injected(1_000);
        sample(Moment.DURING, 1_001, 0, false, true);
        add(900, new Event.LoadBucket(at(800), 4, 0, 0, 0));
        // When / Then
        assertThat(evidence().missing())
                .contains("The fault blackstart.fault.crash on sfe#1 met no traffic of the system");
    }

    @Test
    void effectThatIsStillThere_isLeftBehind() {
        // Given
        goodLatency();
        sample(Moment.AFTER, 6_500, 2_010, true, true);
        // When
        Evidence evidence = evidence();
        // Then
        assertThat(evidence.gone()).isEqualTo(Evidence.Gone.NO);
        assertThat(evidence.leftBehind()).get().asString().contains("its effect was still there: 1 of 4 samples");
    }

    @Test
    void delayThatIsStillThere_isLeftBehind_whateverIsSaidOfTheSample() {
        // Given
        goodLatency();
        sample(Moment.AFTER, 6_500, 2_010, true, false);
        // When / Then
        assertThat(evidence().leftBehind()).get().asString().contains("its effect was still there: 1 of 4 samples");
    }

    @Test
    void replacedTarget_closesTheEvidence() {
        // Given
        prepared("pause", "kv-a#1");
        injected(1_000);
        for (int i = 0; i < 3; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 500, false, true);
        }
        add(3_000, new Event.FaultMitigated("f1", "restart kv-a"));
        for (int i = 0; i < 9; i++) {
            sample(Moment.DURING, 3_010 + 250L * i, 5, true, false);
        }
        // When
        Evidence evidence = evidence();
        // Then
        assertThat(evidence.effect()).isTrue();
        assertThat(evidence.replaced()).isTrue();
        assertThat(evidence.gone()).isEqualTo(Evidence.Gone.UNKNOWN);
    }

    @Test
    void faultThatTheJournalDoesNotHave_isRefused() {
        assertThatThrownBy(this::evidence)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'f1'");
    }

    private void adjusted(long millis, boolean inForce, Event.Expected expected) {
        add(millis, new Event.FaultAdjusted("f1", inForce, "+2s on each response", expected));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 60, true", // three samples say little
        "12, 60, false",
        "12, 120, true",
        "100, 120, false",
        "100, 165, true",
        "100, 200, true",
        "3, 40, false"
    })
    void jitter_medianMustBeNearTheLatency_theNearerTheMoreSamplesThereAre(int samples, long took, boolean effect) {
        // Given: 200 ms, each 150 ms less or more
        prepared(
                "latency",
                LINK,
                Event.Expected.ofVarying(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(150)));
        traffic(0, 0, 0);
        sample(Moment.BEFORE, 0, 1, true, false);
        traffic(900, 50, 0);
        injected(1_000);
        for (int i = 0; i < samples; i++) {
            sample(Moment.DURING, 1_000 + 50L * i, took, true, true);
        }
        traffic(9_000, 90, 0);
        add(10_000, new Event.FaultReverted("f1", List.of()));
        sample(Moment.AFTER, 10_100, 30, true, false);
        sample(Moment.AFTER, 10_200, 30, true, false);
        sample(Moment.AFTER, 10_300, 30, true, false);
        // When / Then
        assertThat(evidence().effect()).as(evidence().noEffect()).isEqualTo(effect);
        assertThat(evidence().gone()).isEqualTo(Evidence.Gone.YES);
    }

    /** Another fault has ended it: of this one nothing can be said meanwhile, nor afterwards. */
    @Test
    void samplesWhileTheServerIsGone_sayNothing() {
        // Given
        add(0, new Event.ReplicaStarted("kv-a#1", "one", Map.of()));
        prepared("latency", LINK);
        traffic(0, 0, 0);
        sample(Moment.BEFORE, 100, 5, true, false);
        traffic(900, 50, 0);
        injected(1_000);
        for (int i = 0; i < 4; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 2_005, true, true);
        }
        traffic(3_000, 90, 0);
        add(4_500, new Event.ReplicaEnded("kv-a#1", "one", 137, true));
        for (int i = 0; i < 12; i++) {
            sample(Moment.DURING, 4_600 + 100L * i, 3, false, false);
        }
        add(6_000, new Event.FaultReverted("f1", List.of()));
        sample(Moment.AFTER, 6_100, 3, false, true);
        // When / Then
        assertThat(evidence().noEffect()).isEmpty();
        assertThat(evidence().during().count()).isEqualTo(4);
        assertThat(evidence().gone()).isEqualTo(Evidence.Gone.UNKNOWN);
    }

    @Test
    void trafficWhileTheFaultCame_isNotCounted_butWhatItCutIs() {
        // Given
        prepared("reset_peer", LINK, new Event.Expected(true, true));
        traffic(0, 0, 0);
        traffic(990, 40, 0);
        add(1_000, new Event.FaultInjected("f1"));
        sample(Moment.DURING, 1_000, 5, false, true);
        traffic(1_010, 47, 3);
        traffic(5_990, 47, 3);
        add(6_000, new Event.FaultReverted("f1", List.of()));
        // When
        Evidence evidence = evidence();
        // Then
        assertThat(evidence.exposure()).startsWith("cut 3 connections, silenced a traffic of 40 chunks");
    }

    @Test
    void pulses_samplesInThePauses_sayNothing() {
        // Given: two seconds there, three not, and there again; traffic goes on all the while
        Event.Expected late = new Event.Expected(false, false, Duration.ofMillis(999), Duration.ofMillis(1_200));
        prepared("latency", LINK, late);
        traffic(0, 0, 0);
        for (int i = 0; i < 3; i++) {
            sample(Moment.BEFORE, 100L * i, 5, true, false);
        }
        traffic(900, 50, 0);
        injected(1_000);
        for (int i = 0; i < 3; i++) {
            sample(Moment.DURING, 1_000 + 250L * i, 1_005, true, true);
        }
        traffic(2_990, 60, 0);
        adjusted(3_000, false, late);
        for (int i = 0; i < 10; i++) {
            sample(Moment.DURING, 3_000 + 250L * i, 5, true, false);
        }
        traffic(5_990, 160, 0);
        adjusted(6_000, true, late);
        unchanged(6_000);
        sample(Moment.DURING, 6_000, 1_005, true, true);
        traffic(7_990, 170, 0);
        add(8_000, new Event.FaultReverted("f1", List.of()));
        // When
        Evidence evidence = EvidenceFold.of(entries, "f1");
        // Then
        assertThat(evidence.missing()).isEmpty();
        assertThat(evidence.during().count()).isEqualTo(4);
        assertThat(evidence.clock()).contains(at(1_000));
        assertThat(evidence.exposure()).contains(", 20 chunks,");
    }

    @Test
    void ramp_isJudgedByTheStepThatLastedLongEnough() {
        // Given
        prepared("latency", LINK, new Event.Expected(false, false, Duration.ofMillis(499), Duration.ofMillis(600)));
        traffic(0, 0, 0);
        for (int i = 0; i < 3; i++) {
            sample(Moment.BEFORE, 100L * i, 5, true, false);
        }
        traffic(900, 50, 0);
        injected(1_000);
        sample(Moment.DURING, 1_000, 505, true, true);
        adjusted(2_000, true, new Event.Expected(false, false, Duration.ofMillis(999), Duration.ofMillis(1_200)));
        for (int i = 0; i < 4; i++) {
            sample(Moment.DURING, 2_000 + 250L * i, 1_005, true, true);
        }
        traffic(5_000, 90, 0);
        add(6_000, new Event.FaultReverted("f1", List.of()));
        // When
        Evidence evidence = EvidenceFold.of(entries, "f1");
        // Then
        assertThat(evidence.missing()).isEmpty();
        assertThat(evidence.during().count()).isEqualTo(4);
        assertThat(evidence.during().p50()).isEqualTo(Duration.ofMillis(1_005));
        assertThat(evidence.clock()).contains(at(1_000));
    }

    @Test
    void values_outsideTheirBounds_areAnotherEffect() {
        for (double rate : List.of(50.0, 100.0, 180.0)) {
            // Given
            entries.clear();
            prepared("bandwidth", LINK, Event.Expected.ofValue(false, "kB/s", 80.0, 110.0));
            traffic(0, 0, 0);
            traffic(900, 50, 0);
            injected(1_000);
            for (int i = 0; i < 3; i++) {
                add(
                        1_000,
                        new Event.FaultSample(
                                "f1", Moment.DURING, at(1_000), Duration.ofMillis(10), true, true, "chunk", rate));
            }
            traffic(5_000, 90, 0);
            add(6_000, new Event.FaultReverted("f1", List.of()));
            // When
            Evidence evidence = EvidenceFold.of(entries, "f1");
            // Then
            assertThat(evidence.effect()).as("%s kB/s", rate).isEqualTo(rate == 100.0);
            assertThat(evidence.otherEffect()).isEqualTo(rate != 100.0);
            assertThat(evidence.sentence()).contains("measured " + (int) rate);
        }
    }
}
