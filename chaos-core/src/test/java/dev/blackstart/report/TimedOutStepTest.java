package dev.blackstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Section;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A step that took too long: stopped, or taking no notice and succeeding afterwards. */
class TimedOutStepTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Declared WITH_EXTENSION =
            new Declared(true, null, List.of(), null, null, 1, null, null, null, null, List.of(), null, null, 0);

    private static List<Entry> entries(@Nullable String status) {
        List<Event> events = List.of(
                new Event.RunStarted(1, "r", "x.json", "", "t", 7, "", "", "", "", Map.of(), WITH_EXTENSION),
                new Event.ActivityStarted(1, Section.PLAYBOOK, "fail over", Map.of(), false),
                new Event.StepTimedOut("fail over", Duration.ofSeconds(5)),
                new Event.ActivityEnded(
                        1, Section.PLAYBOOK, "fail over", status, null, List.of(), START, START, null, null));
        List<Entry> entries = new ArrayList<>();
        events.forEach(event -> entries.add(new Entry(entries.size() + 1L, START, Arm.TREATMENT, event)));
        return entries;
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "succeeded")
    void facts_stepThatTimedOut_failedWithItsLimitAsReason(@Nullable String status) {
        // When
        ArmFacts facts = ArmFacts.of(entries(status), Arm.TREATMENT);

        // Then
        assertThat(facts.mitigated()).isEmpty();
        assertThat(facts.steps).singleElement().satisfies(step -> {
            assertThat(step.succeeded()).isFalse();
            assertThat(step.error()).isEqualTo("it took longer than its limit of 5s");
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "succeeded")
    void console_stepThatTimedOut_neverSaysDone(@Nullable String status) {
        // Given
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));

        // When
        entries(status).forEach(console::entry);

        // Then
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("failed     fail over: it took longer than its limit of 5s")
                .doesNotContain("done");
    }
}
