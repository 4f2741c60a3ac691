package dev.blackstart.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.blackstart.document.Location;
import dev.blackstart.experiment.Provider;
import dev.blackstart.experiment.Substitution;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCallIT {
    @TempDir
    Path folder;

    private final Cancellation cancellation = new Cancellation();

    @Test
    void run_withAList_spellsItemsAsPythonAndDropsEmptyOnes() {
        assertThat(run("echo", Arrays.asList(1L, 2.5, true, null, "", "a b"), null))
                .isEqualTo(output(0, "1 2.5 True a b\n", ""));
    }

    @Test
    void run_withAMapping_flattensIt() {
        // Given
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("-n", "x");
        arguments.put("--k", null);
        arguments.put("z", 3L);

        // When / Then
        assertThat(run("echo", arguments, null)).isEqualTo(output(0, "x --k z 3", ""));
    }

    @Test
    void run_withAString_goesThroughAShell() {
        assertThat(run("echo", "a   b | tr a z; echo two >&2", null)).isEqualTo(output(0, "z b\n", "two\n"));
    }

    @Test
    void run_ofAProgramThatFails_isAnOutput() {
        assertThat(run("sh", List.of("-c", "exit 3"), null)).isEqualTo(output(3, "", ""));
    }

    @Test
    void run_ofAProgramThatASignalEnds_hasTheNegativeStatus() {
        assertThat(run("sh", List.of("-c", "kill -9 $$"), null)).isEqualTo(output(-9, "", ""));
    }

    @Test
    void run_ofLargeAndForeignOutput_keepsEveryCharacter() {
        // Given
        String script =
                "i=0; while [ $i -lt 3000 ]; do echo '✓ 😀 0123456789012345678901234567890123456789'; i=$((i+1)); done";

        // When
        Map<String, @Nullable Object> output = run("sh", List.of("-c", script), null);

        // Then
        assertThat(output.get("stdout")).isEqualTo("✓ 😀 0123456789012345678901234567890123456789\n".repeat(3000));
    }

    @Test
    void run_ofBytesThatAreNoUtf8_readsThemAsLatin1() {
        assertThat(run("printf", List.of("caf\\351"), null)).isEqualTo(output(0, "café", ""));
    }

    @Test
    void run_startsInTheFolderWithTheEnvironment() throws Exception {
        assertThat(run("sh", List.of("-c", "pwd; echo $COLOUR $MARK"), null))
                .isEqualTo(output(0, folder.toRealPath() + "\nred this one\n", ""));
    }

    @Test
    void run_beyondItsTimeout_failsAndLeavesNoGrandchild() throws Exception {
        // Given
        Path pid = folder.resolve("pid");

        // When
        assertThatThrownBy(() -> run("sh", List.of("-c", "sh -c 'sleep 60 & echo $! > pid; wait'; true"), 0.5))
                .isInstanceOf(ActivityFailed.class)
                .hasMessage("process activity took too long to complete");

        // Then
        long grandchild = Long.parseLong(Files.readString(pid).strip());
        await().atMost(5, TimeUnit.SECONDS).until(() -> ended(grandchild));
    }

    @Test
    void run_beyondItsTimeout_doesNotLetAShellGoOnWithItsNextCommand() {
        // When
        assertThatThrownBy(() -> run("sh", List.of("-c", "sh -c 'sleep 60; touch later'; touch later"), 0.3))
                .isInstanceOf(ActivityFailed.class);

        // Then
        await().during(300, TimeUnit.MILLISECONDS)
                .atMost(5, TimeUnit.SECONDS)
                .until(() -> Files.notExists(folder.resolve("later")));
    }

    @Test
    void run_whenTheRunIsInterrupted_endsTheProcess() throws Exception {
        // Given
        Path pid = folder.resolve("pid");
        CompletableFuture<?> call = CompletableFuture.runAsync(
                () -> run("sh", List.of("-c", "echo $$ > tmp; mv tmp pid; exec sleep 60"), null));
        await().atMost(5, TimeUnit.SECONDS).until(() -> Files.exists(pid));

        // When
        cancellation.cancel("SIGINT");

        // Then
        assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Cancelled.class);
        long child = Long.parseLong(Files.readString(pid).strip());
        await().atMost(5, TimeUnit.SECONDS).until(() -> ended(child));
    }

    @Test
    void run_ofAMissingProgram_isAnUnexpectedError() {
        assertThatThrownBy(() -> run("no-such-program", null, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'no-such-program' is no program");
    }

    @Test
    void run_withATimeoutThatIsNoNumber_isAnUnexpectedError() {
        assertThatThrownBy(() -> run("true", null, "1")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void run_ofAProgram_isToldBeforeAndAfterItsStart() {
        // When
        Map<String, @Nullable Object> output = run("sh", List.of("-c", "echo $$"), null);

        // Then
        String pid = String.valueOf(output.get("stdout")).strip();
        assertThat(told).containsExactly("starting sh", "started sh " + pid);
    }

    @Test
    void run_ofAProgramThatCannotBeStarted_isToldSo() throws IOException {
        // Given
        Path file = folder.resolve("broken");
        Files.writeString(file, "#!/no/such/interpreter\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));

        // When, then
        assertThatThrownBy(() -> run(file.toString(), null, null)).hasMessageContaining("could not be started");
        assertThat(told).containsExactly("starting " + file, "notStarted " + file);
    }

    @Test
    void run_whoseStartCannotBeNoted_startsNothing() {
        // Given
        refused = "starting";

        // When, then
        assertThatThrownBy(() -> run("touch", List.of("touched"), null)).hasMessage("the disk is full");
        assertThat(folder.resolve("touched")).doesNotExist();
    }

    @Test
    void run_whosePidCannotBeNoted_isEnded() {
        // Given
        refused = "started";

        // When, then
        assertThatThrownBy(() -> run("sleep", List.of("100"), null)).hasMessage("the disk is full");
        assertThat(ended(Long.parseLong(told.get(1).split(" ", -1)[2]))).isTrue();
    }

    private final List<String> told = new ArrayList<>();
    private String refused = "nothing";

    private final StartedProcesses processes = program -> {
        tell("starting", " " + program);
        return new StartedProcesses.Start() {
            @Override
            public Map<String, String> environment() {
                return Map.of("MARK", "this one");
            }

            @Override
            public void started(long pid) {
                tell("started", " " + program + " " + pid);
            }

            @Override
            public void notStarted() {
                tell("notStarted", " " + program);
            }
        };
    };

    private void tell(String what, String which) {
        told.add(what + which);
        if (what.equals(refused)) {
            throw new IllegalStateException("the disk is full");
        }
    }

    private static boolean ended(long pid) {
        return ProcessHandle.of(pid).map(handle -> !handle.isAlive()).orElse(true);
    }

    private Map<String, @Nullable Object> run(String path, @Nullable Object arguments, @Nullable Object timeout) {
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "COLOUR", "red");
        Provider.LocalProcess provider =
                new Provider.LocalProcess(new Location("x.json", 1, 1, ""), path, arguments, timeout);
        return new ProcessCall(
                        provider,
                        new Substitution(Map.of(), Map.of()),
                        new Surroundings(folder, environment),
                        processes)
                .run(cancellation);
    }

    private static Map<String, @Nullable Object> output(long status, String stdout, String stderr) {
        return Map.of("status", status, "stdout", stdout, "stderr", stderr);
    }
}
