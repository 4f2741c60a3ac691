package dev.blackstart.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Journal;
import dev.blackstart.load.Counts;
import dev.blackstart.slo.Objective;
import dev.blackstart.time.RunClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AlertWatchTest {
    private static final Objective OBJECTIVE = new Objective(
            Path.of("slo.yaml"),
            "winner-rate",
            0.99,
            Objective.Count.FULL,
            null,
            new Objective.BurnRateAlert("burns", 14.4, Duration.ofHours(1), Duration.ofMinutes(5), "page"));

    private final RunClock clock = new RunClock();
    private final Journal journal = Journal.inMemory(clock);
    private final ManualScheduler scheduler = new ManualScheduler();
    private final FixedSli sli = new FixedSli(clock);

    private final AlertWatch watch = new AlertWatch(
            OBJECTIVE,
            600,
            sli,
            journal.sink(Arm.TREATMENT),
            clock,
            clock.instant().minusSeconds(60),
            scheduler);

    @AfterEach
    void endScheduler() {
        scheduler.shutdownNow();
    }

    private List<Event> events() {
        return journal.entries().stream().map(Entry::event).toList();
    }

    @Test
    void evaluate_whileTheBudgetLasts_firesNothing() {
        // Given
        sli.counts = new Counts(40, 0, 0, 0);
        // When
        scheduler.tick();
        // Then
        assertThat(watch.hasFired()).isFalse();
        assertThat(events()).isEmpty();
    }

    @Test
    void evaluate_whileTheBudgetBurns_firesOnce_everyMinuteOfTheOperatorsTime() {
        // Given
        sli.counts = new Counts(4, 36, 0, 0);
        // When
        scheduler.tick();
        scheduler.tick();
        // Then
        assertThat(watch.hasFired()).isTrue();
        assertThat(events()).containsExactly(new Event.AlertFired("burns"));
        assertThat(scheduler.period()).isEqualTo(Duration.ofMillis(100));
    }
}
