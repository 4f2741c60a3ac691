package dev.blackstart.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Phase;
import dev.blackstart.journal.Section;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Console console = new Console(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @BeforeEach
    void begin() {
        Declared extended =
                new Declared(true, null, List.of(), null, null, 1, null, null, null, null, List.of(), null, null, 0);
        console.entry(entry(new Event.RunStarted(1, "r", "x.json", "", "t", 7, "", "", "", "", Map.of(), extended)));
    }

    private static Entry entry(Event event) {
        return new Entry(1, START, Arm.TREATMENT, event);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void entry_loadThatNeverBecameSteady_saysWhy() {
        // When
        console.entry(entry(new Event.WarmedUp(false, Duration.ofSeconds(30), "UNAVAILABLE: connection refused")));

        // Then
        assertThat(printed())
                .contains("unsteady   still no three clean seconds after 30.0 s;"
                        + " the last failure: UNAVAILABLE: connection refused");
    }

    @Test
    void entry_reasonWithLinesOfALog_isIndentedBelowItself() {
        // When
        console.entry(entry(new Event.RunAborted("kv#1 ended\nits last lines:\n    no such file")));

        // Then
        assertThat(printed().lines())
                .containsSequence(
                        "  0:00.0  giving up  kv#1 ended",
                        "                     its last lines:",
                        "                         no such file");
    }

    private static Event.AbortChecked checked(@Nullable Object output, @Nullable String unclear) {
        return new Event.AbortChecked(
                "too few answers",
                START,
                output,
                unclear,
                null,
                unclear == null ? Map.of("type", "range", "range", List.of(0, 0.5)) : null);
    }

    @Test
    void entry_abortConditions_showOnlyWhatIsNews() {
        // When
        console.entry(entry(checked(0.9, null)));
        console.entry(entry(checked(null, "no such file")));
        console.entry(entry(checked(null, "no such file")));
        console.entry(entry(checked(0.2, null)));

        // Then
        assertThat(printed().lines().skip(2))
                .containsExactly(
                        "  0:00.0  unclear    too few answers: no such file",
                        "  0:00.0  ABORT      too few answers gave 0.2");
    }

    @Test
    void tick_interruptedWhileItWaited_waitsNoMore() {
        // Given
        console.entry(entry(new Event.PhaseEntered(Phase.DEGRADED)));
        console.entry(entry(new Event.Awaiting("the alert", Duration.ofSeconds(8))));
        console.entry(entry(new Event.RunInterrupted("SIGINT")));

        // When
        console.tick(START.plusSeconds(1));

        // Then
        assertThat(printed()).doesNotContain("waiting for");
    }

    @Test
    void tick_faultWhoseWayIsFree_waitsNoMore() {
        // Given
        console.entry(entry(new Event.PhaseEntered(Phase.FAULT)));
        console.entry(entry(new Event.Awaiting("the end of truncate", Duration.ofHours(1))));
        console.entry(entry(new Event.FaultPrepared(
                "f1", "blackstart.fault.truncate", Map.of(), "kv#1", "file", "cut", List.of())));

        // When
        console.tick(START.plusSeconds(1));

        // Then
        assertThat(printed()).doesNotContain("waiting for");
    }

    @Test
    void entry_revertThatKeptAnOriginal_saysWhere() {
        // When
        console.entry(entry(new Event.FaultReverted("f1", List.of("FileAs: REVERTED"))));
        console.entry(entry(new Event.FaultReverted(
                "f2", List.of("FileAs: SUPERSEDED; its original is kept as /x/.data.kept", "FileAs: GONE"))));

        // Then
        assertThat(printed().lines().skip(2))
                .containsExactly(
                        "  0:00.0  reverted   f1",
                        "  0:00.0  reverted   f2: FileAs: SUPERSEDED; its original is kept as /x/.data.kept");
    }

    @Test
    void entry_loadThatIsSteady_saysAfterHowLong() {
        // When
        console.entry(entry(new Event.WarmedUp(true, Duration.ofMillis(3_400), null)));

        // Then
        assertThat(printed()).contains("steady     load after 3.40 s");
    }

    @Test
    void entry_stepThatExitsWithAnError_saysSo() {
        // Given
        console.entry(entry(new Event.ActivityStarted(
                1, Section.PLAYBOOK, "fail over", Map.of("provider", Map.of("type", "process")), false)));

        // When
        console.entry(entry(new Event.ActivityEnded(
                1,
                Section.PLAYBOOK,
                "fail over",
                "succeeded",
                Map.of("status", 9L),
                List.of(),
                START,
                START,
                null,
                null)));

        // Then
        assertThat(printed()).contains("failed     fail over: exit status 9").doesNotContain("done");
    }

    @Test
    void entry_stepThatCannotBeDone_saysWhy() {
        // Given
        console.entry(entry(new Event.ActivityStarted(1, Section.PLAYBOOK, "redeploy gw", Map.of(), false)));

        // When
        console.entry(entry(new Event.ActivityEnded(
                1,
                Section.PLAYBOOK,
                "redeploy gw",
                "failed",
                null,
                List.of("chaoslib.exceptions.ActivityFailed: redeploy gw: gw#1 died\n"),
                START,
                START,
                null,
                null)));

        // Then
        assertThat(printed())
                .contains("failed     redeploy gw: chaoslib.exceptions.ActivityFailed: redeploy gw: gw#1 died");
    }

    @Test
    void dropped_saysHowMuchIsMissing() {
        // When
        console.dropped(12);

        // Then
        assertThat(printed()).contains("(12 events are not shown: nobody read the output)");
    }
}
