package dev.blackstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Event.Moment;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What was met though there was nothing to be seen: a service kv of two replicas, its caller api, and a load on kv; a probe that is
 * met at 12 s. The faults are what each test says. Times are milliseconds from the beginning.
 */
class VacuityTest {
    private static final Instant ZERO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Map<String, Object> ANSWERS_SLI =
            python("blackstart.sli", "throughput", Map.of("window", "1s"));
    private static final Map<String, Object> UP = python("blackstart.topology", "up", Map.of("service", "kv"));
    private static final Map<String, Object> API_UP = python("blackstart.topology", "up", Map.of("service", "api"));

    private final List<Entry> entries = new ArrayList<>();
    private Map<String, @Nullable Object> document = Map.of();
    private List<String> degradation = List.of();
    private @Nullable String vacuity;

    private static Map<String, Object> python(String module, String func, Map<String, Object> arguments) {
        return Map.of("type", "python", "module", module, "func", func, "arguments", arguments);
    }

    private static Map<String, Object> answers(String of) {
        return python("blackstart.topology", "answers", Map.of("of", of));
    }

    private static Instant at(long millis) {
        return ZERO.plusMillis(millis);
    }

    private void add(long millis, Event event) {
        entries.add(new Entry(entries.size() + 2L, at(millis), Arm.TREATMENT, event));
    }

    @BeforeEach
    void start() {
        started(0, "kv#1", "pid 1");
        started(0, "kv#2", "pid 2");
        started(0, "api#1", "pid 3");
        add(100, new Event.LoadStarted(40, Duration.ofSeconds(1)));
        add(8_000, new Event.PhaseEntered(Phase.FAULT));
        for (long millis = 100; millis < 25_000; millis += 100) {
            add(millis + 100, new Event.LoadBucket(at(millis), 4, 0, 0, 0));
        }
    }

    private void started(long millis, String replica, String incarnation) {
        add(millis, new Event.ReplicaStarted(replica, incarnation, Map.of("8080", 40_000)));
    }

    private void ended(long millis, String replica, String incarnation) {
        add(millis, new Event.ReplicaEnded(replica, incarnation, 137, false));
    }

    /** A fault that is felt and met at once, and reverted when it is said. */
    private void fault(String id, String func, String target, long from, long to) {
        fault(id, func, target, from, to, null, 10);
    }

    private void fault(
            String id, String func, String target, long from, long to, @Nullable String composite, long chunks) {
        add(
                from,
                new Event.FaultPrepared(
                        id,
                        "blackstart.fault." + func,
                        Map.of(),
                        target,
                        "process",
                        "hurt",
                        List.of(),
                        new Event.Expected(false, false),
                        composite));
        add(from + 10, new Event.TrafficSample(id, 1, 0, 0, 0));
        add(from + 20, new Event.FaultInjected(id));
        add(from + 25, new Event.TrafficSample(id, 1, 0, 0, 0));
        for (long sent = from + 30; sent < to; sent += 200) {
            sample(id, Moment.DURING, sent, true);
        }
        add(from + 100, new Event.TrafficSample(id, 1, chunks, chunks * 100, 0, chunks > 0 ? 1 : 0));
        add(to, new Event.FaultReverted(id, List.of()));
        for (int i = 1; i <= 3; i++) {
            sample(id, Moment.AFTER, to + 10L * i, false);
        }
    }

    private void sample(String id, Moment moment, long millis, boolean shows) {
        add(
                millis,
                new Event.FaultSample(
                        id, moment, at(millis), Duration.ofMillis(1), !shows, shows, shows ? "gone" : "there"));
    }

    private void crash(String replica, String incarnation) {
        fault("f-" + replica, "crash", replica, 10_000, 20_000);
        ended(10_015, replica, incarnation);
    }

    private void crashAllOfKv() {
        crash("kv#1", "pid 1");
        crash("kv#2", "pid 2");
    }

    private void met(Section section, long millis, Map<String, Object> provider, Object output) {
        long id = entries.size();
        add(millis, new Event.EvaluationStarted(section, 1));
        add(millis, new Event.ActivityStarted(id, section, "p", Map.of("name", "p", "provider", provider), false));
        add(
                millis + 50,
                new Event.ActivityEnded(
                        id, section, "p", "succeeded", output, List.of(), at(millis), at(millis + 50), true, null));
        add(millis + 50, new Event.EvaluationEnded(section));
    }

    private void hypothesis(Map<String, Object> provider) {
        met(Section.HYPOTHESIS_AFTER, 12_000, provider, 1.0);
    }

    private void degradation(long millis, Map<String, Object> provider, Object output) {
        degradation = List.of("p");
        met(Section.DEGRADATION, millis, provider, output);
    }

    private Outcome outcome() {
        Declared declared = new Declared(
                true,
                "kv",
                degradation,
                null,
                null,
                1,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                null,
                0,
                List.of(),
                null,
                vacuity);
        List<Entry> all = new ArrayList<>(entries);
        all.sort(Comparator.comparing(Entry::at));
        all.add(
                0,
                new Entry(
                        1,
                        ZERO,
                        Arm.RUN,
                        new Event.RunStarted(
                                1, "r", "x.json", "", "t", 7, "", "", "Linux", "host", document, declared)));
        return OutcomeFold.of(all);
    }

    private void assertHeld() {
        assertThat(outcome().verdict()).as(outcome().reason()).isEqualTo(Verdict.HELD);
    }

    private void assertVacuous(String sentence) {
        assertThat(outcome().verdict()).as(outcome().reason()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome().reason()).isEqualTo(sentence);
    }

    @Test
    void hypothesisOnALoadWhoseTargetIsGone_saysNothing() {
        // Given: any throughput will do for the probe.
        crashAllOfKv();
        hypothesis(ANSWERS_SLI);
        // When / Then
        assertVacuous("The steady state held, but probe 'p' was met although kv#1, kv#2 were down");
    }

    @Test
    void hypothesisWhoseTargetHasAnotherReplica_isJudged() {
        // Given
        crash("kv#1", "pid 1");
        hypothesis(ANSWERS_SLI);
        // When / Then
        assertHeld();
    }

    @Test
    void hypothesisWhoseTargetWasStartedAgain_isJudged() {
        // Given: the old process's end is told after the new one's start.
        crash("kv#1", "pid 1");
        fault("f2", "restart", "kv#2", 10_000, 20_000);
        started(10_014, "kv#2", "pid 4");
        ended(10_015, "kv#2", "pid 2");
        hypothesis(UP);
        // When / Then
        assertHeld();
    }

    @Test
    void hypothesisOfWhichAnotherServiceIsDown_isJudged() {
        // Given
        crashAllOfKv();
        hypothesis(API_UP);
        // When / Then
        assertHeld();
    }

    @Test
    void hypothesisWhoseTargetIsPaused_saysNothing_butInThePauseOfThePulse() {
        // Given
        fault("f1", "pause", "api#1", 10_000, 20_000);
        hypothesis(API_UP);
        assertVacuous("The steady state held, but probe 'p' was met although api#1 was down");
        // When
        add(11_500, new Event.FaultAdjusted("f1", false, "", new Event.Expected(false, false)));
        add(13_000, new Event.FaultAdjusted("f1", true, "", new Event.Expected(false, false)));
        // Then
        assertThat(outcome().reason()).doesNotContain(" down");
    }

    @Test
    void replicaThatIsTheirOnlyOneButIsNamedByNobody_isNobodysTarget() {
        // Given
        crashAllOfKv();
        hypothesis(python("blackstart.topology", "up", Map.of("service", "${which}")));
        // When / Then
        assertHeld();
    }

    /** The run's variable names the first replica. */
    @ParameterizedTest
    @CsvSource({
        "http://${kv_8080}/health, true",
        "http://${api_8080}/health, false",
        "http://127.0.0.1:9/health, false",
        "http://${kv_8080}/?${api_8080}, false"
    })
    void hypothesisThatAsksAnAddress_saysNothingWhereAllThatItNamesIsGone(String url, boolean vacuous) {
        // Given
        crash("kv#1", "pid 1");
        hypothesis(Map.of("type", "http", "url", url));
        // When / Then
        if (vacuous) {
            assertVacuous("The steady state held, but probe 'p' was met although kv#1 was down");
        } else {
            assertHeld();
        }
    }

    @Test
    void addressThatTheFileDeclaresItself_isNoReplicas() {
        // Given
        document = Map.of("configuration", Map.of("kv_8080", "elsewhere:80"));
        crash("kv#1", "pid 1");
        hypothesis(Map.of("type", "http", "url", "http://${kv_8080}/"));
        // When / Then
        assertHeld();
    }

    @Test
    void degradationThatExpectsTheTargetToBeDown_isJudged() {
        // Given
        crashAllOfKv();
        degradation(12_000, UP, false);
        // When / Then
        assertHeld();
    }

    @Test
    void degradationProbeThatGotAnAnswerFromATargetThatIsDown_saysNothing() {
        // Given
        crashAllOfKv();
        degradation(12_000, answers("kv"), true);
        // When / Then
        assertVacuous("The degradation probes saw nothing: probe 'p' was met although kv#1, kv#2 were down");
    }

    @Test
    void linkWithoutACaller_isIdle() {
        // Given
        crash("api#1", "pid 3");
        degradation(12_000, answers("api->kv:8080"), true);
        // When / Then
        assertVacuous("The degradation probes saw nothing: probe 'p' was met although api#1 was down");
    }

    @ParameterizedTest
    @CsvSource({"api->kv#1, true", "api->kv#2, false", "api->kv, false"})
    void linkOnWhichOnePartOfAFaultMetNothing_isIdle(String link, boolean vacuous) {
        // Given
        fault("f1", "latency", "api#1->kv#1:8080", 10_000, 20_000, "p1", 0);
        fault("f2", "latency", "api#1->kv#2:8080", 10_000, 20_000, "p1", 10);
        hypothesis(answers(link));
        // When / Then
        if (vacuous) {
            assertVacuous(
                    "The steady state held, but probe 'p' was met although no traffic of the system went over " + link);
        } else {
            assertHeld();
        }
    }

    @Test
    void faultThatWasOverWhenSomebodyLooked_isNamed_thoughAnotherIsOn() {
        // Given
        fault("f1", "cpu", "api#1", 10_000, 20_000);
        fault("f2", "crash", "kv#1", 10_000, 11_000);
        hypothesis(API_UP);
        // When / Then
        assertVacuous(
                "The steady state held, but nobody looked at it during blackstart.fault.crash on kv#1, which was over"
                        + " by then");
    }

    @Test
    void faultDuringWhichDegradationWasLookedAt_isSeen() {
        // Given
        fault("f1", "cpu", "api#1", 10_000, 20_000);
        fault("f2", "crash", "kv#1", 10_000, 11_000);
        degradation(10_500, API_UP, true);
        hypothesis(API_UP);
        // When / Then
        assertHeld();
    }

    @Test
    void fileThatOnlyWantsANote_getsOne() {
        // Given
        vacuity = "warn";
        crashAllOfKv();
        hypothesis(ANSWERS_SLI);
        // When / Then
        assertHeld();
        assertThat(outcome().findings())
                .extracting(Finding::sentence)
                .contains("The steady state held, but probe 'p' was met although kv#1, kv#2 were down");
    }
}
