package dev.blackstart.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a test whose JVM is killed, or has little around it. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
class ForkedJvmIT {
    /** The judge looks after it. */
    @ParameterizedTest
    @ValueSource(classes = {Fork.IsKilled.class, Fork.IsKilledAmongOthers.class})
    void jvmThatIsKilledInTheMiddleOfATest_leavesNothing(Class<?> sample) throws Exception {
        // Given
        Process jvm = Fork.of(sample).start();
        try (BufferedReader out = jvm.inputReader()) {
            assertThat(out.readLine()).isEqualTo(Fork.IN_THE_MIDDLE);
            assertThat(NothingLeft.processes()).as("servers, a healer, the JVM").hasSizeGreaterThanOrEqualTo(3);
            assertThat(NothingLeft.ledgers()).isNotEmpty();
        } finally {
            // When
            jvm.destroyForcibly();
        }

        // Then
        assertThat(jvm.waitFor()).isEqualTo(128 + 9);
    }

    private static String without(Path folder, Class<?> sample, Optional<String> ci) throws IOException {
        ProcessBuilder fork = Fork.of(sample);
        fork.environment().put("PATH", folder.toString());
        fork.environment().remove("CI");
        ci.ifPresent(value -> fork.environment().put("CI", value));
        return Fork.output(fork.start());
    }

    @ParameterizedTest
    @ValueSource(classes = {Fork.NeedsProcesses.class, Fork.NeedsAnExperiment.class})
    void machineWithoutSetsid_skips_orInCiFails_withTheReason(Class<?> sample, @TempDir Path empty) throws IOException {
        // Given: java is there all the same
        Files.createSymbolicLink(empty.resolve("java"), Path.of(System.getProperty("java.home"), "bin", "java"));

        // When
        String atHome = without(empty, sample, Optional.empty());
        String inCi = without(empty, sample, Optional.of("true"));

        // Then
        assertThat(atHome)
                .contains("ABORTED skipped: ")
                .contains("a topology of processes needs setsid (package util-linux), on Linux");
        assertThat(inCi)
                .contains("FAILED ")
                .contains("needs setsid (package util-linux), on Linux")
                .contains("(a failure, not skipped, because CI is set)");
    }

    @Test
    void machineWithAllThatItTakes_runs() throws IOException {
        assertThat(Fork.output(Fork.of(Fork.NeedsProcesses.class).start())).contains("runs(Chaos): SUCCESSFUL");
    }
}
