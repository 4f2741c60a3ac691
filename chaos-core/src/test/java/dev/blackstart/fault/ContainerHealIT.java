package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.container.NeedsEngine;
import dev.blackstart.container.TestEngine;
import dev.blackstart.ledger.Ledgers;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The JVM of a test is killed while a container of it is faulted: the container stays, the fault does not. */
@NeedsEngine
@Timeout(90)
final class ContainerHealIT {
    @TempDir
    private Path folder;

    private String container = "";

    @AfterEach
    void removeWhatTheKilledJvmLeft() {
        if (!container.isEmpty()) {
            TestEngine.docker("docker", "rm", "--force", "--volumes", container);
        }
    }

    private static List<String> java(String classPath, String... words) {
        List<String> java = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath));
        java.addAll(List.of(words));
        return java;
    }

    private Process runThatFaults(String how) throws IOException {
        Process run = new ProcessBuilder(java(
                        System.getProperty("java.class.path"), RunOnContainer.class.getName(), folder.toString(), how))
                .redirectError(folder.resolve("stderr").toFile())
                .start();
        BufferedReader said = run.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        while (line != null && !line.startsWith("ready ")) {
            line = said.readLine();
        }
        assertThat(line).as(() -> text("stderr")).isNotNull();
        container = line.substring("ready ".length());
        return run;
    }

    private String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private String status() {
        return TestEngine.docker("docker", "inspect", "--format", "{{.State.Status}}", container)
                .get(0);
    }

    private void awaitHealed() {
        await().atMost(Duration.ofSeconds(15)).until(() -> status().equals("running"));
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(folder.resolve("runs"))
                        .as(() -> text("healer.log"))
                        .isEmptyDirectory());
    }

    @Test
    void runnerKilledDuringAPause_theHealerLetsTheContainerGoOn() throws Exception {
        // Given
        Process run = runThatFaults("pause");
        assertThat(status()).isEqualTo("paused");
        // When
        run.destroyForcibly().waitFor();
        // Then
        awaitHealed();
        assertThat(text("healer.log")).contains("REVERTED");
    }

    @Test
    void runnerKilledAfterACrash_theHealerStartsTheContainerAgain() throws Exception {
        // Given
        Process run = runThatFaults("crash");
        assertThat(status()).isEqualTo("exited");
        // When
        run.destroyForcibly().waitFor();
        // Then
        awaitHealed();
    }

    /** As {@code blackstart heal} is, on whatever class path. */
    @Test
    void runnerAndHealerKilled_aFreshProcessWithoutTestcontainersHeals() throws Exception {
        // Given
        Process run = runThatFaults("pause");
        ProcessHandle healer = ProcessHandle.of(new Ledgers(folder.resolve("runs"))
                        .read("r1")
                        .orElseThrow()
                        .healer()
                        .orElseThrow()
                        .pid())
                .orElseThrow();
        TestEngine.docker("kill", "-STOP", String.valueOf(run.pid()));
        healer.destroyForcibly();
        run.destroyForcibly().waitFor();
        assertThat(status()).isEqualTo("paused");
        String bare = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("testcontainers") && !entry.contains("docker-java"))
                .collect(Collectors.joining(File.pathSeparator));
        // When
        Process fresh = new ProcessBuilder(java(
                        bare,
                        "dev.blackstart.HealerMain",
                        folder.resolve("runs").toString(),
                        "r1"))
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("fresh").toFile())
                .start();
        // Then
        awaitHealed();
        assertThat(fresh.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(text("fresh")).contains("ContainerAs").contains("REVERTED");
    }
}
