package dev.blackstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.ExperimentInvalid;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.plan.Plan;
import dev.blackstart.plan.Planner;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlackstartTest {
    @TempDir
    private Path folder;

    private RunResult run(String experiment, String journal) throws IOException {
        Files.writeString(folder.resolve("experiment.json"), experiment);
        FunctionRegistry functions = FunctionRegistry.of(List.of());
        Surroundings surroundings = new Surroundings(folder, Map.of());
        Overrides overrides = Overrides.of(List.of(), List.of());
        Plan plan = Planner.plan("experiment.json", functions, surroundings, overrides, false)
                .plan()
                .orElseThrow();
        Path path = folder.resolve(journal);
        return Blackstart.run(
                new RunRequest(plan, Strategies.DEFAULT, functions, surroundings, overrides, path, false),
                RunObserver.NONE);
    }

    @Test
    void run_titleWithConfiguration_isSubstitutedInTheJournal() throws IOException {
        // When
        run("""
                {"title": "Cats in ${where}", "description": "d", "method": [],
                 "configuration": {"where": "space"}}""", "journal.json");

        // Then
        assertThat(folder.resolve("journal.json")).content().contains("\"title\": \"Cats in space\"");
    }

    @Test
    void run_journalPathThatCannotBeWritten_keepsTheOutcomeAndNamesThePath() throws IOException {
        // When
        RunResult result = run("{\"title\": \"t\", \"description\": \"d\", \"method\": []}", "no-such-folder/j.json");

        // Then
        assertThat(result.outcome().status()).isEqualTo("completed");
        assertThat(result.notWritten())
                .singleElement()
                .asString()
                .startsWith("--journal-path " + folder.resolve("no-such-folder/j.json") + ": cannot be written: ");
        assertThat(result.exitCode()).isEqualTo(1);
    }

    @Test
    void run_configurationThatCannotBeResolved_makesNoFolder() {
        // Given
        String experiment = """
                {"title": "t", "description": "d", "method": [],
                 "configuration": {"key": {"type": "env", "key": "NOT_SET"}}}""";

        // When, then
        assertThatThrownBy(() -> run(experiment, "journal.json")).isInstanceOf(ExperimentInvalid.class);
        assertThat(folder.resolve(".blackstart")).doesNotExist();
    }
}
