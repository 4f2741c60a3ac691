package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of one user at once: on one file, and beside a ledger that nobody can read. */
@Timeout(120)
class OneTargetIT {
    private static final String CONTENT = "0123456789\n".repeat(100);

    @TempDir
    private Path folder = Path.of("");

    private final List<Command> all = new ArrayList<>();

    private Command command(String name) {
        Command command = new Command(folder).beside(name);
        all.add(command);
        return command;
    }

    private Path data() {
        return folder.resolve("files/data.txt");
    }

    private String said() throws IOException {
        return Files.readString(data(), StandardCharsets.ISO_8859_1);
    }

    /** An experiment on the same files as every other one of this test. */
    private String experiment(String name, SmallExperiment experiment) throws IOException {
        Path files = folder.resolve("files");
        Path written = Path.of(experiment.in(files));
        if (!Files.exists(data())) {
            Files.writeString(data(), CONTENT);
        }
        return Files.move(written, files.resolve(name + ".json")).toString();
    }

    private static SmallExperiment corrupt(String id, String... more) {
        List<String> arguments = new ArrayList<>(List.of("file", "data.txt", "id", id));
        arguments.addAll(List.of(more));
        return new SmallExperiment().fault("corrupt", "kv#1", arguments.toArray(String[]::new));
    }

    private static Process startAndWait(Command command, String file) {
        Process run = command.start("run", file);
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !run.isAlive() || when(command, Event.FaultInjected.class) != null);
        assertThat(run.isAlive()).as(command.said()).isTrue();
        return run;
    }

    private static @Nullable Instant when(Command command, Class<? extends Event> type) {
        return command.entries().stream()
                .filter(entry -> type.isInstance(entry.event()))
                .map(Entry::at)
                .findFirst()
                .orElse(null);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        command("last").run("heal", "--all");
        for (Command command : all) {
            assertThat(Leftovers.of(folder, command.entries())).isEmpty();
        }
    }

    @Test
    void run_fileThatAnotherRunHasFaulted_isRefused_andNamesThatFault() throws IOException {
        // Given
        Command first = command("first");
        Process holds =
                startAndWait(first, experiment("first", corrupt("theirs").stay()));
        String faulted = said();
        assertThat(faulted).isNotEqualTo(CONTENT);
        Command second = command("second");

        // When
        Command.Ended refused = second.run("run", experiment("second", corrupt("ours")));

        // Then
        assertThat(refused.status()).as(refused.output()).isEqualTo(3);
        assertThat(refused.output())
                .contains("blackstart.fault.corrupt (theirs)", first.runFolder().getFileName() + " is there", "--wait");
        assertThat(when(second, Event.FaultInjected.class)).isNull();
        assertThat(said()).as("it did not touch the file").isEqualTo(faulted);
        assertThat(holds.isAlive()).isTrue();
        holds.destroy();
        first.await(holds, Duration.ofSeconds(10));
        assertThat(said()).isEqualTo(CONTENT);
    }

    @Test
    void runWait_fileThatAnotherRunHasFaulted_preparesOnlyWhenThatFaultIsGone() throws IOException {
        // Given
        Command first = command("first");
        Process ends = startAndWait(
                first, experiment("first", corrupt("theirs", "duration", "8s").process("sleep", "9")));
        Command second = command("second");

        // When
        Command.Ended waited = second.run(
                "run",
                "--wait",
                experiment("second", corrupt("ours", "duration", "2s").process("sleep", "3")));

        // Then
        Command.Ended ended = first.await(ends, Duration.ofSeconds(20));
        Instant gone = when(first, Event.FaultReverted.class);
        assertThat(gone).as(ended.output()).isNotNull();
        assertThat(waited.output()).doesNotContain("is refused");
        assertThat(when(second, Event.FaultInjected.class))
                .as(waited.output())
                .isNotNull()
                .isAfter(gone);
        assertThat(waited.entries())
                .extracting(Entry::event)
                .filteredOn(Event.FaultSample.class::isInstance)
                .extracting(Event.FaultSample.class::cast)
                .isNotEmpty()
                .allSatisfy(sample -> assertThat(sample.sent()).isAfter(gone));
        for (Command command : List.of(first, second)) {
            assertThat(command.entries())
                    .extracting(Entry::event)
                    .noneMatch(event -> event instanceof Event.FaultFailed || event instanceof Event.FaultLost)
                    .anyMatch(Event.FaultReverted.class::isInstance)
                    .anyMatch(Event.RunEnded.class::isInstance);
        }
        assertThat(said()).isEqualTo(CONTENT);
    }

    @Test
    void ledgerThatCannotBeRead_stopsNoRun_andIsNamedByAllWhoLook() throws IOException {
        // Given: a folder where a file should be cannot be opened by anybody
        Path broken = Files.createDirectories(folder.resolve("state/blackstart/runs/20200101-000000-broken"));
        Files.createDirectory(broken.resolve("ledger.lock"));
        Command command = command("run");

        // When
        Command.Ended run = command.run(
                "run", experiment("run", corrupt("ours", "duration", "1s").process("sleep", "2")));
        Command.Ended listed = command("list").run("heal", "--list");
        Command.Ended healed = command("heal").run("heal");
        Command.Ended halted = command("halt").run("halt");

        // Then
        assertThat(when(command, Event.FaultReverted.class)).as(run.output()).isNotNull();
        assertThat(run.output()).contains("20200101-000000-broken", broken.toString(), "cannot be read");
        assertThat(said()).isEqualTo(CONTENT);
        for (Command.Ended each : List.of(listed, healed, halted)) {
            assertThat(each.output()).contains("20200101-000000-broken", broken + " cannot be read");
            assertThat(each.status()).as(each.output()).isEqualTo(1);
        }
        Files.delete(broken.resolve("ledger.lock"));
        Files.delete(broken);
        assertThat(command("lift").run("halt", "--lift").status()).isZero();
        assertThat(command("healed").run("heal").status()).isZero();
    }
}
