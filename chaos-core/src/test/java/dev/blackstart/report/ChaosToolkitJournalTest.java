package dev.blackstart.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChaosToolkitJournalTest {
    private static final Instant START = Instant.parse("2026-11-23T06:44:30.391063Z");

    private final List<Entry> entries = new ArrayList<>();

    ChaosToolkitJournalTest() {
        add(
                0,
                Arm.RUN,
                new Event.RunStarted(
                        1,
                        "r",
                        "x.json",
                        "",
                        "Cats in space",
                        0,
                        "",
                        "",
                        "Linux-6",
                        "vm",
                        Map.of("title", "${t}", "x", 1L),
                        Declared.NOTHING));
    }

    @Test
    void fold_ofAnEmptyRun_hasTheKeysOfTheOriginalInItsOrder() {
        // Given
        add(250_000, Arm.RUN, new Event.RunEnded());

        // When
        Map<String, @Nullable Object> journal = ChaosToolkitJournal.fold(entries);

        // Then
        assertThat(journal.keySet())
                .containsExactly(
                        "chaoslib-version",
                        "platform",
                        "node",
                        "experiment",
                        "start",
                        "status",
                        "deviated",
                        "steady_states",
                        "run",
                        "rollbacks",
                        "end",
                        "duration");
        assertThat(journal)
                .containsEntry("start", "2026-11-23T06:44:30.391063+00:00")
                .containsEntry("end", "2026-11-23T06:44:30.641063+00:00")
                .containsEntry("duration", 0.25)
                .containsEntry("status", "completed");
        assertThat(map(journal.get("experiment")).get("title")).isEqualTo("Cats in space");
        assertThat(map(journal.get("experiment")).containsKey("dry")).isTrue();
    }

    @Test
    void fold_ofOverlappingActivities_listsThemInTheOrderOfTheirStart() {
        // Given
        start(10, 1, Section.METHOD, "first");
        start(20, 2, Section.METHOD, "second");
        end(30, 2, Section.METHOD, "succeeded", null);
        end(40, 1, Section.METHOD, "succeeded", null);

        // When
        List<?> runs = list(ChaosToolkitJournal.fold(entries).get("run"));

        // Then
        assertThat(runs.stream()
                        .map(each ->
                                String.valueOf(map(map(each).get("activity")).get("name")))
                        .toList())
                .containsExactly("first", "second");
    }

    @Test
    void fold_ofAnActivityWithoutAnEnd_hasNeitherStatusNorEnd() {
        // Given
        start(10, 1, Section.METHOD, "cut off");

        // When
        List<?> runs = list(ChaosToolkitJournal.fold(entries).get("run"));

        // Then
        assertThat(map(runs.get(0)).keySet().stream().map(String::valueOf))
                .containsExactly("activity", "output", "start");
    }

    @Test
    void fold_ofAHypothesisThatWasMissedAfterwards_deviates() {
        // Given
        evaluation(Section.HYPOTHESIS_BEFORE, 1, "succeeded", true);
        evaluation(Section.HYPOTHESIS_AFTER, 2, "succeeded", false);

        // When
        Map<String, @Nullable Object> journal = ChaosToolkitJournal.fold(entries);

        // Then
        assertThat(journal).containsEntry("deviated", true).containsEntry("status", "completed");
    }

    @Test
    void fold_ofAnEvaluationThatWasInterrupted_hasNone() {
        // Given
        add(5, Arm.TREATMENT, new Event.EvaluationStarted(Section.HYPOTHESIS_BEFORE, 1));
        start(10, 1, Section.HYPOTHESIS_BEFORE, "probe");
        add(20, Arm.TREATMENT, new Event.RunInterrupted("SIGINT"));

        // When
        Map<String, @Nullable Object> journal = ChaosToolkitJournal.fold(entries);

        // Then
        assertThat(journal).containsEntry("status", "interrupted");
        assertThat(map(journal.get("steady_states")).get("before")).isNull();
    }

    @Test
    void fold_leavesOutTheControlArmAndTheConfiguration() {
        // Given
        start(10, 1, Section.CONFIGURATION, "lookup");
        start(20, 2, Section.METHOD, "act");
        add(30, Arm.CONTROL, new Event.ActivityStarted(3, Section.METHOD, "again", Map.of("name", "again"), false));
        add(40, Arm.CONTROL, new Event.RunAborted("the control arm broke"));
        add(9_000_000, Arm.RUN, new Event.RunEnded());

        // When
        Map<String, @Nullable Object> journal = ChaosToolkitJournal.fold(entries);

        // Then
        assertThat(list(journal.get("run"))).hasSize(1);
        assertThat(journal).containsEntry("status", "completed").containsEntry("duration", 2e-5);
    }

    @Test
    void fold_ofAKilledRun_isInterrupted() {
        // Given
        add(10, Arm.RUN, new Event.RunKilled(List.of()));

        // When / Then
        assertThat(ChaosToolkitJournal.fold(entries)).containsEntry("status", "interrupted");
    }

    @Test
    void fold_withoutAStart_saysSo() {
        assertThatThrownBy(() -> ChaosToolkitJournal.fold(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RunStarted");
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return (Map<?, ?>) Objects.requireNonNull(value);
    }

    private static List<?> list(@Nullable Object value) {
        return (List<?>) Objects.requireNonNull(value);
    }

    private void evaluation(Section section, long id, String status, boolean met) {
        add(id * 100, Arm.TREATMENT, new Event.EvaluationStarted(section, 1));
        start(id * 100 + 1, id, section, "probe");
        end(id * 100 + 2, id, section, status, met);
        add(id * 100 + 3, Arm.TREATMENT, new Event.EvaluationEnded(section));
    }

    private void start(long micros, long id, Section section, String name) {
        add(micros, Arm.TREATMENT, new Event.ActivityStarted(id, section, name, Map.of("name", name), false));
    }

    private void end(long micros, long id, Section section, String status, @Nullable Boolean met) {
        Instant at = START.plusNanos(micros * 1000);
        add(
                micros,
                Arm.TREATMENT,
                new Event.ActivityEnded(id, section, "x", status, null, List.of(), at, at, met, null));
    }

    private void add(long micros, Arm arm, Event event) {
        entries.add(new Entry(entries.size() + 1L, START.plusNanos(micros * 1000), arm, event));
    }
}
