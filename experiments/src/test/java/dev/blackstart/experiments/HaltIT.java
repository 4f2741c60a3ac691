package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.journal.Event;
import dev.blackstart.report.OutcomeFold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stop button: everything ends, and nothing begins until it is lifted. */
@Timeout(120)
class HaltIT {
    @TempDir
    private Path folder = Path.of("");

    private final List<Command> all = new ArrayList<>();

    private Command command(String name) {
        Command command = new Command(folder).beside(name);
        all.add(command);
        return command;
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        command("last").run("heal", "--all");
        command("last").run("halt", "--lift");
        for (Command command : all) {
            assertThat(Leftovers.of(folder, command.entries())).isEmpty();
        }
    }

    private Process start(Command command) throws IOException {
        return command.start(
                "run", new SmallExperiment().fault("pause", "kv#1").stay().in(folder.resolve("files")));
    }

    private Process startAndWait(Command command) throws IOException {
        Process run = start(command);
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !run.isAlive()
                        || command.entries().stream().anyMatch(entry -> entry.event() instanceof Event.FaultInjected));
        assertThat(run.isAlive()).as(command.said()).isTrue();
        return run;
    }

    @Test
    void halt_endsEveryRun_andRefusesNewOnes_untilItIsLifted() throws IOException {
        // Given: one of them cannot hear
        Command first = command("first");
        Command second = command("second");
        Process hears = startAndWait(first);
        Process stopped = startAndWait(second);
        new ProcessBuilder("kill", "-STOP", Long.toString(stopped.pid())).start();

        // When
        Command.Ended halted = command("halting").run("halt");

        // Then
        assertThat(halted.status()).as(halted.output()).isEqualTo(0);
        assertThat(halted.took()).isLessThan(Duration.ofSeconds(15));
        assertThat(halted.output())
                .contains("  ended")
                .contains("  killed, after 5 s")
                .contains("halt --lift");
        Command.Ended ended = first.await(hears, Duration.ofSeconds(1));
        assertThat(OutcomeFold.of(ended.entries()).reason()).contains("SIGTERM");
        second.await(stopped, Duration.ofSeconds(1));
        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(Leftovers.of(folder, ended.entries()))
                        .singleElement()
                        .asString()
                        .endsWith("blackstart/halted"));
        Command refused = command("refused");
        Command.Ended next = refused.await(start(refused), Duration.ofSeconds(20));
        assertThat(next.status()).isEqualTo(1);
        assertThat(next.output()).contains("no run may start").contains("blackstart halt --lift");
        assertThat(next.entries()).isEmpty();
        assertThat(command("lifting").run("halt", "--lift").status()).isEqualTo(0);
        Command again = command("again");
        assertThat(startAndWait(again).isAlive()).isTrue();
    }

    /** Whoever starts at that very moment is either refused or halted. */
    @Test
    void halt_whileRunsStart_noneIsMissed() throws IOException {
        for (int i = 0; i < 4; i++) {
            // Given
            Command starting = command("starting" + i);
            Process run = start(starting);

            // When
            Command.Ended halted = command("halting" + i).run("halt");

            // Then
            assertThat(halted.status()).as(halted.output()).isEqualTo(0);
            Command.Ended ended = starting.await(run, Duration.ofSeconds(20));
            assertThat(ended.status()).as(ended.output()).isNotEqualTo(0);
            assertThat(Files.exists(folder.resolve("state/blackstart/halted"))).isTrue();
            command("lifting" + i).run("halt", "--lift");
        }
    }

    @Test
    void healAll_endsLivingRuns_andRefusesNobody() throws IOException {
        // Given
        Command living = command("living");
        Process run = startAndWait(living);
        Command other = command("other");
        assertThat(other.run("heal").output()).contains("Nothing to heal");
        Command.Ended listed = other.run("heal", "--list");
        assertThat(listed.output()).contains("still running");
        assertThat(listed.status()).isEqualTo(0);
        Command.Ended dry = other.run("heal", "--all", "--dry-run");
        assertThat(dry.output()).contains("would be ended");
        assertThat(dry.status()).isEqualTo(1);
        assertThat(run.isAlive()).isTrue();

        // When
        Command.Ended healed = other.run("heal", "--all");

        // Then
        assertThat(healed.status()).as(healed.output()).isEqualTo(0);
        assertThat(living.await(run, Duration.ofSeconds(1)).status()).isEqualTo(3);
        assertThat(Leftovers.of(folder, living.entries())).isEmpty();
        Command next = command("next");
        assertThat(startAndWait(next).isAlive()).isTrue();
    }
}
