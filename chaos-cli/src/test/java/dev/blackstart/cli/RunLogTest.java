package dev.blackstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.engine.Dry;
import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentReader;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The words of a plain run, as its log file has them. */
class RunLogTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Event.RunStarted STARTED = new Event.RunStarted(
            1, "r", "x.yaml", "", "Cats in ${where}", 0, "", "", "Linux", "host", Map.of(), Declared.NOTHING);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void keepTheLog() {
        Log.configure(false, folder.resolve("log"));
    }

    @AfterEach
    void leaveTheLog() {
        Log.configure(false, null);
    }

    private List<String> lines(Event... events) throws IOException {
        Experiment experiment = ExperimentReader.read(
                        Documents.parse("x.yaml", "title: t\ndescription: d\nmethod: []", Format.YAML), folder)
                .orThrow();
        RunLog log = new RunLog(experiment, Strategies.of(experiment.runtime(), null, null, Dry.NONE));
        long seq = 0;
        for (Event event : events) {
            log.entry(new Entry(++seq, AT, Arm.TREATMENT, event));
        }
        return Files.readAllLines(folder.resolve("log")).stream()
                .map(line -> line.replaceFirst("^\\[.* INFO\\] ", ""))
                .toList();
    }

    @Test
    void plainRun_saysFirstWhatItRuns() throws IOException {
        assertThat(lines(STARTED, new Event.ActivityStarted(1, Section.METHOD, "look", Map.of(), false)))
                .containsExactly(
                        "Running experiment: Cats in ${where}",
                        "Steady-state strategy: default",
                        "Rollbacks strategy: default",
                        "No steady state hypothesis defined. That's ok, just exploring.",
                        "Playing your experiment's method now...",
                        "Probe: look");
    }

    @Test
    void plainRunWhoseTitleWasResolved_saysThatTitleOnce() throws IOException {
        assertThat(lines(STARTED, new Event.TitleResolved("Cats in space"), new Event.RunEnded()))
                .containsOnlyOnce("Running experiment: Cats in space")
                .doesNotContain("Running experiment: Cats in ${where}");
    }
}
