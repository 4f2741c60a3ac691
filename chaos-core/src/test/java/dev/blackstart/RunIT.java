package dev.blackstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.topology.process.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs in JVMs of their own, and what may happen to them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RunIT {
    private final String mark = "mark-" + System.nanoTime();

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("topology.yaml"), """
                services:
                  api:
                    x-blackstart:
                      process: java -XX:TieredStopAtLevel=1 -XX:-UsePerfData -cp CLASSES SERVER {port:8080} MARK
                      ready: http:8080
                """.replace(
                        "CLASSES",
                        Path.of("target/test-classes").toAbsolutePath().toString())
                .replace("SERVER", "dev.blackstart.topology.process.TinyServer")
                .replace("MARK", mark));
        experiment("60");
    }

    private void experiment(String seconds) throws IOException {
        Files.writeString(folder.resolve("experiment.json"), """
                {"title": "t", "description": "d",
                 "steady-state-hypothesis": {"title": "h", "probes": [
                     {"type": "probe", "name": "all is well", "tolerance": 0,
                      "provider": {"type": "process", "path": "true"}}]},
                 "method": [{"type": "action", "name": "a long action",
                             "provider": {"type": "process", "path": "sleep", "arguments": ["SECONDS"]}}],
                 "extensions": [{"name": "blackstart", "topology": "topology.yaml"}]}
                """.replace("SECONDS", seconds));
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(Scan.commandLines(mark)).as("processes left behind").isEmpty();
    }

    private Process start(String trouble, String before) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of("sh", "-c", before + "exec \"$@\"", "sh", java));
        command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ForkedRun.class.getName()));
        command.addAll(List.of(folder.toString(), trouble));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile());
        builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
        if (!trouble.equals("stuck")) {
            builder.redirectOutput(folder.resolve("output").toFile());
        }
        return builder.start();
    }

    private int exit(Process run, int seconds) throws Exception {
        try {
            assertThat(run.waitFor(seconds, TimeUnit.SECONDS))
                    .as("the run has ended within " + seconds + " s")
                    .isTrue();
            return run.exitValue();
        } finally {
            run.destroyForcibly();
        }
    }

    private void awaitAction() {
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> events().contains("\"METHOD\"") || events().contains("aborted"));
    }

    private String events() throws IOException {
        Path runs = folder.resolve(".blackstart/runs");
        if (!Files.isDirectory(runs)) {
            return "";
        }
        try (var found = Files.walk(runs)) {
            Path file = found.filter(path -> path.endsWith("events.jsonl"))
                    .findFirst()
                    .orElse(null);
            return file == null ? "" : Files.readString(file);
        }
    }

    @Test
    void run_terminalIsClosed_isInterruptedAndLeavesNothing() throws Exception {
        // Given
        Process run = start("none", "");
        awaitAction();

        // When
        new ProcessBuilder("kill", "-HUP", String.valueOf(run.pid())).start().waitFor();

        // Then
        assertThat(exit(run, 20)).isEqualTo(3);
        assertThat(folder.resolve("result")).content().startsWith("interrupted\nINCONCLUSIVE\n");
    }

    @Test
    void run_jvmIsEndedFromElsewhere_leavesNothing() throws Exception {
        // Given
        Process run = start("exit", "");

        // When
        int status = exit(run, 25);

        // Then
        assertThat(status).isEqualTo(7);
        assertThat(events()).contains("\"activity-started\"");
        // What the JVM had no time for, the run's healer does.
        Path ledgers = folder.resolve("state/blackstart/runs");
        Awaitility.await().until(() -> !Files.exists(ledgers) || isEmpty(ledgers));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.findAny().isEmpty();
        }
    }

    @Test
    void run_outputTakesNothingMore_goesOn() throws Exception {
        // Given
        experiment("2");
        Process run = start("stuck", "");

        // When
        int status = exit(run, 25);

        // Then
        assertThat(status).isZero();
        assertThat(folder.resolve("result")).content().startsWith("completed\nHELD\n");
    }

    @Test
    void run_outputIsClosed_goesOn() throws Exception {
        // Given
        experiment("2");
        Process run = start("none", "exec >&-; ");

        // When
        int status = exit(run, 25);

        // Then
        assertThat(status).isZero();
        assertThat(folder.resolve("result")).content().startsWith("completed\nHELD\n");
    }

    @Test
    void run_diskIsFull_cleansUpAndTrustsNoVerdict() throws Exception {
        // Given: no file may be longer than two kilobytes
        experiment("2");
        Process run = start("none", "ulimit -f 4; ");

        // When
        int status = exit(run, 25);

        // Then
        assertThat(status).isEqualTo(3);
        assertThat(folder.resolve("result"))
                .content()
                .startsWith("aborted\nINCONCLUSIVE\nThe run was given up: its journal of events is not whole: event ")
                .contains("events.jsonl: event ");
        assertThat(events()).doesNotContain("run-ended");
    }
}
