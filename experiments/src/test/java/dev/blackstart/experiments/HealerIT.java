package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.report.Outcome;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No fault outlives its runner, whatever happens to it, to its healer, or to the disk. Seen from outside, in {@code /proc}. */
@Timeout(120)
class HealerIT {
    private static final Duration WITHIN = Duration.ofSeconds(2);
    private static final Pattern HEALER = Pattern.compile("\"healer-started\",\"identity\":\\{\"pid\":(\\d+)");
    private static final Pattern KV =
            Pattern.compile("\"process-started\",\"replica\":\"kv#1\",\"identity\":\\{\"pid\":(\\d+)");

    @TempDir
    private Path folder = Path.of("");

    @AfterEach
    void nothingIsLeft() throws IOException {
        // A test that has failed leaves no process behind either.
        new Command(folder).beside("last").run("heal", "--all");
    }

    private Process runUntilWaiting(Command command, SmallExperiment experiment) throws IOException {
        Process run = command.start("run", experiment.in(folder.resolve("files")));
        awaitActivity(command, run, "sleep");
        return run;
    }

    private static void awaitActivity(Command command, Process run, String name) {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> !run.isAlive()
                        || command.entries().stream()
                                .anyMatch(entry -> entry.event() instanceof Event.ActivityStarted started
                                        && started.name().equals(name)));
        assertThat(run.isAlive()).as(command.said()).isTrue();
    }

    private void awaitNothingLeft(Command command, Duration within) {
        await().atMost(within)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Leftovers.of(folder, command.entries()), List::isEmpty);
    }

    /** The last pid that the only ledger names so. */
    private long pid(Pattern pattern) {
        try (Stream<Path> ledgers = Files.walk(folder.resolve("state"))) {
            long pid = 0;
            for (Path ledger :
                    ledgers.filter(file -> file.endsWith("ledger.jsonl")).toList()) {
                Matcher matcher = pattern.matcher(Files.readString(ledger));
                while (matcher.find()) {
                    pid = Long.parseLong(matcher.group(1));
                }
            }
            return pid;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static char state(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException gone) {
            return 'X';
        }
    }

    /** Its parent, while suspended, does not look after the zombie. */
    private static boolean isGone(long pid) {
        return "XZ".indexOf(state(pid)) >= 0;
    }

    private static void signal(String name, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
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

    private static Outcome inconclusive(Command.Ended ended) {
        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(outcome.verdict()).as(ended.output()).isEqualTo(Verdict.INCONCLUSIVE);
        return outcome;
    }

    @Test
    void healerKilled_isReplaced_andThatOneHeals() throws IOException {
        // Given
        Command command = new Command(folder);
        Process run = runUntilWaiting(
                command,
                new SmallExperiment()
                        .fault("latency", "api->kv", "latency", "50ms")
                        .fault("pause", "kv#1")
                        .stay());
        long first = pid(HEALER);
        assertThat(state(pid(KV))).isEqualTo('T');

        // When
        signal("KILL", first);
        await().atMost(Duration.ofSeconds(5)).until(() -> pid(HEALER) != first);
        assertThat(run.isAlive()).isTrue();
        run.destroyForcibly();

        // Then
        awaitNothingLeft(command, WITHIN);
        assertThat(inconclusive(command.run("heal")).reason()).contains("SIGKILL");
    }

    @Test
    void healerAndRunnerKilled_nextRunSaysSo_andHealMendsIt() throws IOException {
        // Given
        Command command = new Command(folder);
        Process run = runUntilWaiting(
                command, new SmallExperiment().fault("pause", "kv#1").stay());
        long kv = pid(KV);

        // When: the runner cannot start another
        signal("STOP", run.pid());
        signal("KILL", pid(HEALER));
        signal("KILL", run.pid());
        command.await(run, Duration.ofSeconds(5));

        // Then
        assertThat(state(kv)).isEqualTo('T');
        Command other = command.beside("other");
        Command.Ended next = other.run("run", new SmallExperiment().in(folder.resolve("files")));
        assertThat(next.output()).contains("died and was not put right").contains("blackstart heal");
        Command.Ended dry = other.run("heal", "--dry-run");
        assertThat(dry.status()).isEqualTo(1);
        assertThat(dry.output()).contains("ContinueGroup").contains("process " + kv);
        assertThat(state(kv)).isEqualTo('T');
        Command.Ended healed = other.run("heal");
        assertThat(healed.status()).as(healed.output()).isEqualTo(0);
        assertThat(healed.output()).contains("ContinueGroup").contains("REVERTED");
        assertThat(Leftovers.of(folder, command.entries())).isEmpty();
    }

    @Test
    void runnerSuspendedPastItsLeases_healerReverts_andTheWakingRunnerEndsInconclusive() throws IOException {
        // Given
        Command command = new Command(folder);
        Process run = runUntilWaiting(
                command,
                new SmallExperiment()
                        .fault("latency", "api->kv", "latency", "50ms", "lease", "4s")
                        .fault("pause", "kv#1", "lease", "4s")
                        .stay());
        long kv = pid(KV);

        // When
        signal("STOP", run.pid());

        // Then
        await().atMost(Duration.ofSeconds(10)).until(() -> isGone(kv));
        assertThat(state(run.pid())).isEqualTo('T');
        signal("CONT", run.pid());
        Command.Ended ended = command.await(run, Duration.ofSeconds(5));
        assertThat(ended.status()).as(ended.output()).isEqualTo(3);
        assertThat(inconclusive(ended).reason()).contains("suspended past its leases; the healer took over");
        assertThat(ended.entries())
                .extracting(Entry::event)
                .anyMatch(event -> event instanceof Event.FaultReverted reverted
                        && reverted.steps().toString().contains("ToxicGone: REVERTED"));
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
    }

    @Test
    void runnerSuspendedPastItsLeases_andKilled_nothingIsLeft() throws IOException {
        // Given
        Command command = new Command(folder);
        Process run = runUntilWaiting(
                command,
                new SmallExperiment().fault("pause", "kv#1", "lease", "3s").stay());
        long kv = pid(KV);
        signal("STOP", run.pid());
        await().atMost(Duration.ofSeconds(10)).until(() -> isGone(kv));

        // When
        run.destroyForcibly();

        // Then
        awaitNothingLeft(command, WITHIN);
    }

    @Test
    void targetRestartedInTheMiddle_isNotTouched() throws IOException {
        // Given
        Command command = new Command(folder);
        Process run = runUntilWaiting(
                command,
                new SmallExperiment()
                        .fault("pause", "kv#1")
                        .function("blackstart.mitigation", "restart", Map.of("service", "kv"))
                        .stay());
        assertThat(state(pid(KV))).as("another process").isNotEqualTo('T');

        // When
        run.destroyForcibly();

        // Then
        awaitNothingLeft(command, WITHIN);
        Event.RunKilled killed = command.entries().stream()
                .map(Entry::event)
                .filter(Event.RunKilled.class::isInstance)
                .map(Event.RunKilled.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(killed.healed().get(0)).contains("ContinueGroup").endsWith("GONE");
    }

    /** In a mount namespace of its own, so that it needs no root and leaves no mount behind. */
    private Command.Ended onADiskOf(String options, String fill, Command command, SmallExperiment experiment)
            throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "unshare",
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o " + options + " tmpfs '" + command.state() + "' && { " + fill + "; } && exec \"$@\"",
                "sh"));
        words.addAll(command.commandLine("run", experiment.in(folder.resolve("files"))));
        return command.await(command.start(words), Duration.ofMinutes(1));
    }

    @Test
    void ledgersDiskIsFullFromTheStart_nothingIsStarted() throws IOException {
        Command command = new Command(folder);

        Command.Ended ended = onADiskOf(
                "size=16k",
                "cat /dev/zero > '" + command.state() + "/blob' 2> /dev/null || true",
                command,
                new SmallExperiment().fault("pause", "kv#1"));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("no ledger can be kept in ").contains("No space left on device");
        assertThat(ended.entries()).isEmpty();
    }

    @Test
    void ledgersFolderIsReadOnly_nothingIsStarted() throws IOException {
        Command command = new Command(folder);

        Command.Ended ended = onADiskOf("ro", "true", command, new SmallExperiment().fault("pause", "kv#1"));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.output()).contains("no ledger can be kept in ").contains("Read-only file system");
        assertThat(ended.entries()).isEmpty();
    }

    @Test
    void ledgersDiskFillsUpInTheMiddle_noFaultIsInjected_andTheReasonIsTold() throws IOException {
        // Given: what room is left in the ledger's last block goes to activities
        Command command = new Command(folder);
        SmallExperiment experiment = new SmallExperiment()
                .process("sh", "-c", "cat /dev/zero > '" + command.state() + "/blob' 2> /dev/null; true");
        for (int i = 0; i < 40; i++) {
            experiment.process("true");
        }

        // When
        Command.Ended ended = onADiskOf("size=64k", "true", command, experiment.fault("pause", "kv#1"));

        // Then
        assertThat(ended.output()).contains("No space left on device");
        assertThat(ended.entries()).extracting(Entry::event).noneMatch(Event.FaultInjected.class::isInstance);
        assertThat(ended.status()).as(ended.output()).isEqualTo(3);
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
    }
}
