package dev.blackstart.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.experiment.Activity;
import dev.blackstart.journal.Event;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.CallContext;
import dev.blackstart.time.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A condition that says whatever the test says, another that is always fine, and seconds that pass when the test says so. */
class AbortWatchTest {
    @TempDir
    private Path folder = Path.of("");

    private final ManualScheduler scheduler = new ManualScheduler();
    private final Cancellation run = new Cancellation();
    private final AtomicReference<Supplier<@Nullable Object>> says = new AtomicReference<>(() -> 0.9);
    private Plays plays = new Plays(Path.of("").toAbsolutePath(), context -> null);
    private AbortWatch watch = nothing();

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private AbortWatch nothing() {
        return new AbortWatch(List.of(), plays.runner(), plays.events, plays.clock, run, scheduler);
    }

    private synchronized Instant now() {
        return now;
    }

    private synchronized void pass(Duration time) {
        now = now.plus(time);
    }

    private @Nullable Object told(CallContext context) {
        Object said = Objects.requireNonNull(says.get()).get();
        if ("listens".equals(said)) {
            context.cancellation().sleep(Duration.ofMinutes(1));
        }
        return said;
    }

    @BeforeEach
    void start() throws IOException {
        watch.close();
        plays = new Plays(folder, Map.of("play", this::told, "fine", context -> 0.9));
        watch = watch(condition("too few answers", Plays.PLAY));
    }

    private static String condition(String name, String provider) {
        return """
                {"type": "probe", "name": "%s", %s, "tolerance": {"type": "range", "range": [0, 0.5]}}""".formatted(name, provider);
    }

    private AbortWatch watch(String... conditions) throws IOException {
        List<Activity> read = plays.plan("""
                        {"title": "t", "description": "d", "method": [],
                         "extensions": [{"name": "blackstart", "abort-when": [%s]}]}
                        """.formatted(String.join(", ", conditions)))
                .extension()
                .orElseThrow()
                .abortWhen();
        return new AbortWatch(read, plays.runner(), plays.events, this::now, run, scheduler);
    }

    @AfterEach
    void end() {
        watch.close();
        scheduler.shutdownNow();
    }

    private List<Event.AbortChecked> checks() {
        return plays.recorded().stream()
                .filter(Event.AbortChecked.class::isInstance)
                .map(Event.AbortChecked.class::cast)
                .toList();
    }

    private Event.AbortChecked check(int number) {
        await().until(() -> checks().size() >= number);
        return checks().get(number - 1);
    }

    @Test
    void conditionThatIsNotMet_isInTheJournal_everySecond_andNoActivityIs() {
        // When
        scheduler.tick();
        Event.AbortChecked first = check(1);
        scheduler.tick();
        check(2);
        // Then
        assertThat(scheduler.period()).isEqualTo(Duration.ofSeconds(1));
        assertThat(first.name()).isEqualTo("too few answers");
        assertThat(first.output()).isEqualTo(0.9);
        assertThat(first.unclear()).isNull();
        assertThat(first.tolerance()).isNotNull();
        assertThat(plays.recorded()).allMatch(Event.AbortChecked.class::isInstance);
        await().until(watch::arm);
        assertThat(run.isCancelled()).isFalse();
    }

    @Test
    void conditionThatIsMetDuringTheFault_stopsTheRun() {
        // Given
        scheduler.tick();
        check(1);
        await().until(watch::arm);
        says.set(() -> 0.2);
        // When
        scheduler.tick();
        // Then
        await().until(run::isCancelled);
        assertThat(run.reason()).isEqualTo("the abort condition 'too few answers' is met");
        assertThat(check(2).output()).isEqualTo(0.2);
    }

    @Test
    void conditionThatIsMetBeforeTheFault_isAnUnmetGate_andStopsNothing() {
        // Given
        says.set(() -> 0.2);
        scheduler.tick();
        await().until(watch::isDecided);
        // When / Then: also if it is met no more.
        says.set(() -> 0.9);
        scheduler.tick();
        check(2);
        assertThat(watch.arm()).isFalse();
        assertThat(run.isCancelled()).isFalse();
    }

    @Test
    void conditionThatThrows_leavesItOpen() {
        // Given
        says.set(() -> {
            throw new ActivityFailed("no such file");
        });
        // When
        scheduler.tick();
        // Then
        assertThat(check(1).unclear()).isEqualTo("no such file");
        assertThat(watch.isDecided()).isFalse();
        assertThat(watch.arm()).isFalse();
    }

    @Test
    void evaluationThatHangs_isNotWaitedFor_andTheNextOneComes() {
        // Given
        says.set(() -> "listens");
        scheduler.tick();
        says.set(() -> 0.9);
        // When
        await().until(() -> scheduler.delay().equals(AbortWatch.LONGEST));
        scheduler.elapse();
        scheduler.tick();
        // Then
        assertThat(checks()).isNotEmpty();
        await().until(() -> checks().stream().anyMatch(check -> check.unclear() == null));
        await().until(watch::isDecided);
    }

    @Test
    void evaluationThatTookTooLong_saysSo_andNothingElse() {
        // Given
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Object> late = new CompletableFuture<>();
        says.set(() -> {
            begun.countDown();
            return late.join();
        });
        scheduler.tick();
        await().until(() -> begun.getCount() == 0);
        // When
        scheduler.elapse();
        late.complete(0.2);
        says.set(() -> 0.9);
        scheduler.tick();
        // Then
        assertThat(check(1).unclear()).isEqualTo("it took longer than 5 s");
        assertThat(check(2).output()).isEqualTo(0.9);
        await().until(watch::arm);
    }

    @Test
    void evaluationsThatNeverEnd_areNotStartedWithoutEnd() {
        // Given
        CountDownLatch begun = new CountDownLatch(AbortWatch.MOST_UNDER_WAY);
        CompletableFuture<Object> never = new CompletableFuture<>();
        says.set(() -> {
            begun.countDown();
            return never.join();
        });
        // When
        for (int i = 0; i <= AbortWatch.MOST_UNDER_WAY; i++) {
            scheduler.tick();
        }
        // Then
        assertThat(check(1).unclear()).isEqualTo("8 earlier evaluations have not come to an end");
        await().until(() -> begun.getCount() == 0);
        never.complete(0.9);
    }

    private void silent() {
        says.set(() -> {
            throw new ActivityFailed("no such file");
        });
    }

    @Test
    void conditionThatNobodyCanTellForFiveSecondsOfTheFault_stopsTheRun() {
        // Given
        scheduler.tick();
        await().until(watch::arm);
        silent();
        pass(Event.AbortChecked.LONGEST_UNCLEAR);
        scheduler.tick();
        check(2);
        assertThat(run.isCancelled()).isFalse();
        // When
        pass(Duration.ofMillis(1));
        scheduler.tick();
        // Then
        await().until(run::isCancelled);
        assertThat(run.reason())
                .isEqualTo("nobody could tell for 5 s whether the abort condition 'too few answers' is met");
    }

    @Test
    void conditionThatCouldBeToldBeforeTheFault_andNoLongerCan_isAnUnmetGate() {
        // Given
        scheduler.tick();
        await().until(watch::isDecided);
        silent();
        pass(Duration.ofSeconds(6));
        scheduler.tick();
        check(2);
        assertThat(run.isCancelled()).isFalse();
        // When / Then
        assertThat(watch.arm()).isFalse();
        assertThat(run.reason()).contains("'too few answers'");
    }

    @Test
    void conditionThatHangs_keepsNobodyFromLookingAtTheOther_butStopsTheRun() throws IOException {
        // Given
        watch.close();
        watch = watch(condition("hangs", Plays.PLAY), condition("fine", Plays.PLAY.replace("\"play\"", "\"fine\"")));
        scheduler.tick();
        await().until(watch::arm);
        CompletableFuture<Object> never = new CompletableFuture<>();
        says.set(never::join);
        // When
        for (int second = 1; second <= 6; second++) {
            pass(AbortWatch.EVERY);
            scheduler.tick();
            int looks = second + 1;
            if (second < 6) {
                // Then
                await().until(() -> answers("fine") == looks);
            }
        }
        await().until(run::isCancelled);
        assertThat(run.reason()).contains("'hangs'");
        assertThat(answers("hangs")).isEqualTo(1);
        never.complete(0.9);
    }

    private long answers(String name) {
        return checks().stream()
                .filter(check -> check.name().equals(name) && check.unclear() == null)
                .count();
    }

    @Test
    void afterTheFaultsAreReverted_nobodyLooks() {
        // Given
        scheduler.tick();
        check(1);
        await().until(watch::arm);
        // When
        watch.close();
        says.set(() -> 0.2);
        scheduler.tick();
        // Then
        assertThat(checks()).hasSize(1);
        assertThat(run.isCancelled()).isFalse();
    }
}
