package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.document.Json;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Phase;
import dev.blackstart.report.Outcome;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run that is stopped or killed at a known moment: what stays is its folder, and nothing else. */
class InterruptionIT {
    @TempDir
    private Path folder = Path.of("");

    /** Moments in the life of a run at which something different has to be put right. */
    enum Moment {
        REPLICAS_START,
        LOAD_WARMS_UP,
        FAULT_IN_FORCE,
        STEP_UNDER_WAY,
        CONTROL_ARM_STARTS;

        boolean hasCome(Entry entry) {
            Event event = entry.event();
            return switch (this) {
                case REPLICAS_START -> event instanceof Event.ReplicaStarted;
                case LOAD_WARMS_UP -> event instanceof Event.PhaseEntered entered && entered.phase() == Phase.WARM_UP;
                case FAULT_IN_FORCE -> event instanceof Event.FaultInjected;
                case STEP_UNDER_WAY ->
                    event instanceof Event.PhaseEntered entered && entered.phase() == Phase.MITIGATING;
                case CONTROL_ARM_STARTS -> entry.arm() == Arm.CONTROL && event instanceof Event.ReplicaReady;
            };
        }
    }

    private Process runUntil(Command command, Moment moment) {
        // What happens to be slow on a busy machine before the moment has come is not what this is about.
        Variant variant = Variant.of("kv-brownout.json")
                .hasty()
                .with("steady-state-hypothesis.probes.0.tolerance.range", List.of(0.5, 1.0));
        Process run = command.start("run", variant.in(folder).toString());
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !run.isAlive() || command.entries().stream().anyMatch(moment::hasCome));
        assertThat(run.isAlive()).as(command.said()).isTrue();
        return run;
    }

    @ParameterizedTest
    @EnumSource
    void sigint_atAnyMoment_revertsStopsAndWritesTheJournalWithinFiveSeconds(Moment moment) throws IOException {
        Command command = new Command(folder);
        Process run = runUntil(command, moment);

        signal("INT", run);
        Command.Ended ended = command.await(run, Duration.ofSeconds(5));

        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(ended.status()).as(ended.output()).isEqualTo(3);
        assertThat(ended.output()).contains("INCONCLUSIVE: ").contains("SIGINT");
        assertThat(Json.parse(Files.readString(command.work().resolve("journal.json"))))
                .isInstanceOf(Map.class);
    }

    @ParameterizedTest
    @EnumSource
    void sigkill_atAnyMoment_isPutRightByItself_withinTwoSeconds(Moment moment) throws IOException {
        Command command = new Command(folder);
        Process run = runUntil(command, moment);

        run.destroyForcibly();
        await().atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Leftovers.of(folder, command.entries()), List::isEmpty);
        command.await(run, Duration.ofSeconds(5));
        Command.Ended healed = command.run("heal");

        assertThat(healed.status()).as(healed.output()).isEqualTo(0);
        assertThat(healed.output()).contains("Nothing to heal");
        assertThat(healed.entries()).extracting(Entry::event).anyMatch(Event.RunKilled.class::isInstance);
        Outcome outcome = OutcomeFold.of(healed.entries());
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).contains("SIGKILL");
        assertThat(command.runFolder().resolve("journal.json")).exists();
    }

    /** A plain Chaos Toolkit file, whose only process is its own activity's. */
    @Test
    void sigkill_withoutATopology_isPutRight() throws IOException {
        String mark = "3600." + System.nanoTime();
        Path experiment = folder.resolve("plain.json");
        Files.writeString(experiment, """
                {"title": "t", "description": "d", "method": [
                    {"type": "action", "name": "a long action",
                     "provider": {"type": "process", "path": "sleep", "arguments": ["MARK"]}}]}
                """.replace("MARK", mark));
        Command command = new Command(folder);
        Process run = command.start("run", experiment.toString());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Leftovers.running("sleep\0" + mark) && isInALedger("healer-started"));

        run.destroyForcibly();
        command.await(run, Duration.ofSeconds(5));
        await().atMost(Duration.ofSeconds(10)).until(() -> !Leftovers.running("sleep\0" + mark));
        Command.Ended healed = command.run("heal");

        assertThat(healed.status()).as(healed.output()).isEqualTo(0);
        assertThat(Leftovers.running("sleep\0" + mark)).isFalse();
        assertThat(Leftovers.of(folder, healed.entries())).isEmpty();
        assertThat(healed.entries()).extracting(Entry::event).anyMatch(Event.RunKilled.class::isInstance);
        assertThat(command.runFolder().resolve("journal.json")).exists();
    }

    private boolean isInALedger(String entry) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file).contains(entry)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void signal(String name, Process process) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isEqualTo(0);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
