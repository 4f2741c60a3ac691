package dev.blackstart.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A healer whose time is the test's. The faults are on processes of an earlier boot, so that nothing real is touched. */
@Timeout(30)
class HealerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final ProcessIdentity GONE = new ProcessIdentity(12, 34, "an earlier boot");

    @TempDir
    private Path folder;

    private final Script signs = new Script();
    private final List<String> log = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private int journalFails;

    /** What the runner does, and when: time passes only while the healer waits. */
    private static final class Script implements Healer.Signs {
        private long now = 7;
        private long lastHeard = 7;
        private boolean over;
        private int waits;
        private int answers;
        private Then then = waits -> {};

        /** What happens after so many waits. */
        private interface Then {
            void happens(int waits) throws IOException;
        }

        @Override
        public boolean isOver() {
            return over;
        }

        @Override
        public long lastHeard() {
            return lastHeard;
        }

        @Override
        public void answer() {
            answers++;
        }

        @Override
        public void await(Duration atMost) {
            now += atMost.toNanos();
            try {
                then.happens(++waits);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Ledgers ledgers(String name) {
        return new Ledgers(folder.resolve(name).resolve("runs"));
    }

    private Healer healer(String name) {
        return new Healer(
                ledgers(name),
                "r1",
                signs,
                () -> signs.now,
                (path, healed) -> {
                    if (journalFails-- > 0) {
                        throw new IOException("disk full");
                    }
                    told.add(path + " " + healed.size());
                },
                log::add);
    }

    private static IntendedFault fault(String id, Optional<Duration> planned) {
        return new IntendedFault(
                id,
                "a#1",
                id,
                "k",
                planned,
                Optional.of(Duration.ofSeconds(10)),
                Optional.of(false),
                new Undo(1, "blackstart.fault.pause", List.of(new UndoStep.ContinueGroup(GONE))));
    }

    private void pass(Healer healer, int seconds, boolean heard) {
        for (int i = 0; i < seconds; i++) {
            signs.now += SECOND.toNanos();
            signs.lastHeard = heard ? signs.now : signs.lastHeard;
            healer.tick();
        }
    }

    @Test
    void tick_leaseEnds_andTheRunnerGoesOn_takesBackThatFaultOnly() {
        try (Ledger ledger = ledgers("state").open("r1", folder, Instant.EPOCH)) {
            // Given
            ledger.intend(fault("f1", Optional.of(Duration.ofSeconds(5))));
            ledger.intend(fault("f2", Optional.empty()));
            Healer healer = healer("state");

            // When
            pass(healer, 20, true);
            assertThat(log).isEmpty();
            pass(healer, 3, true);

            // Then
            assertThat(log).anyMatch(line -> line.contains("lease of fault f1 has ended"));
            assertThat(log).anyMatch(line -> line.startsWith("done: fault f1") && line.endsWith("GONE"));
            assertThat(log).noneMatch(line -> line.contains("f2"));
            assertThat(ledger.isTaken()).isFalse();
            ledger.done("f1");
            ledger.done("f2");
        }
    }

    @Test
    void tick_leaseEnds_andTheRunnerIsSilent_takesOver() {
        try (Ledger ledger = ledgers("state").open("r1", folder, Instant.EPOCH)) {
            // Given
            ledger.proxiesInside("127.0.0.1:1");
            ledger.intend(new IntendedFault(
                    "f0",
                    "a#1->b#1:1",
                    "p",
                    "latency",
                    Optional.empty(),
                    Optional.of(Duration.ofMinutes(1)),
                    Optional.of(true),
                    new Undo(1, "blackstart.fault.latency", List.of(new UndoStep.ToxicGone("127.0.0.1:1", "p", "t")))));
            ledger.intend(fault("f1", Optional.empty()));
            Healer healer = healer("state");

            // When
            pass(healer, 10, false);
            assertThat(ledger.isTaken()).isFalse();
            pass(healer, 2, false);

            // Then
            assertThat(ledger.isTaken()).isTrue();
            assertThat(log).anyMatch(line -> line.startsWith("done: fault f1"));
            assertThat(log).anyMatch(line -> line.startsWith("note: fault f0") && line.contains("stands still"));
            int lines = log.size();
            pass(healer, 60, false);
            assertThat(log).as("once is enough").hasSize(lines);
            ledger.done("f0");
            ledger.done("f1");
        }
    }

    /** What was on the pipe meanwhile has not been read yet. */
    @Test
    void tick_healerItselfWasSuspended_doesNotTakeTheRunnerForSilent() {
        try (Ledger ledger = ledgers("state").open("r1", folder, Instant.EPOCH)) {
            // Given
            ledger.intend(fault("f1", Optional.empty()));
            Healer healer = healer("state");
            pass(healer, 2, true);

            // When
            signs.now += Duration.ofMinutes(10).toNanos();
            healer.tick();
            pass(healer, 5, true);

            // Then
            assertThat(log).isEmpty();
            ledger.done("f1");
        }
    }

    /** Leases are lengths: what the wall clock says, then or now, moves none. */
    @Test
    void tick_clockWasSetBack_leasesAreAsLongAsEver() throws IOException {
        try (Ledger ledger = ledgers("state").open("r1", folder, Instant.parse("2099-01-01T00:00:00Z"))) {
            // Given
            ledger.intend(fault("f1", Optional.of(Duration.ofSeconds(5))));
            Files.setLastModifiedTime(
                    folder.resolve("state/runs/r1/ledger.jsonl"), FileTime.from(Instant.parse("2099-01-01T00:00:00Z")));
            Healer healer = healer("state");

            // When
            pass(healer, 20, true);
            assertThat(log).isEmpty();
            pass(healer, 2, true);

            // Then
            assertThat(log).isNotEmpty();
            ledger.done("f1");
        }
    }

    /** A ledger of a run that has died, which a living one stood for. */
    private void died(String name) throws IOException {
        try (Ledger living = ledgers("alive").open("r1", folder, Instant.EPOCH)) {
            living.intend(fault("f1", Optional.empty()));
            living.intend(fault("f2", Optional.empty()));
            Path dead = Files.createDirectories(folder.resolve(name).resolve("runs/r1"));
            for (String file : List.of("ledger.jsonl", "ledger.lock", "heal.lock")) {
                Files.copy(folder.resolve("alive/runs/r1").resolve(file), dead.resolve(file));
            }
            living.done("f1");
            living.done("f2");
        }
    }

    @Test
    void watch_pipeIsClosed_takesBackLastToFirst_tellsTheJournal_andForgets() throws IOException {
        // Given
        died("state");
        signs.over = true;

        // When
        boolean healed = healer("state").watch();

        // Then
        assertThat(healed).isTrue();
        assertThat(log.stream().filter(line -> line.startsWith("done: fault")))
                .extracting(line -> line.substring(12, 14))
                .containsExactly("f2", "f1");
        assertThat(told).containsExactly(folder + " 2");
        assertThat(folder.resolve("state/runs")).isEmptyDirectory();
    }

    @Test
    void watch_somethingFails_isTriedAgain() throws IOException {
        // Given
        died("state");
        signs.over = true;
        journalFails = 3;

        // When
        boolean healed = healer("state").watch();

        // Then
        assertThat(healed).isTrue();
        assertThat(log.stream().filter(line -> line.contains("disk full"))).hasSize(3);
        assertThat(folder.resolve("state/runs")).isEmptyDirectory();
    }

    @Test
    void watch_somethingFailsForEver_isGivenUp_andLeftToHeal() throws IOException {
        // Given
        died("state");
        signs.over = true;
        journalFails = Integer.MAX_VALUE;

        // When
        boolean healed = healer("state").watch();

        // Then
        assertThat(healed).isFalse();
        assertThat(signs.now)
                .isBetween(
                        Duration.ofMinutes(5).toNanos(), Duration.ofMinutes(15).toNanos());
        assertThat(ledgers("state").take("r1")).isPresent();
    }

    /** Trouble while the runner lives does not use up the tries that are for its end. */
    @Test
    void watch_ledgerCouldNotBeReadForAWhile_healsAllTheSame() throws IOException {
        // Given
        Path ledger = folder.resolve("state/runs/r1/ledger.jsonl");
        Files.createDirectories(ledger);
        signs.then = waits -> {
            signs.lastHeard = signs.now;
            if (waits == 100) {
                delete(ledger);
                died("state");
                signs.over = true;
            }
        };

        // When
        boolean healed = healer("state").watch();

        // Then
        assertThat(healed).isTrue();
        assertThat(log.stream().filter(line -> line.startsWith("NOT done"))).hasSize(1);
        assertThat(signs.answers).isEqualTo(signs.waits);
        assertThat(folder.resolve("state/runs")).isEmptyDirectory();
    }

    private static void delete(Path path) throws IOException {
        Files.delete(path);
        Files.deleteIfExists(path.resolveSibling("heal.lock"));
    }

    @Test
    void watch_runHasEnded_nothingIsLeftToDo() {
        // Given
        signs.over = true;

        // When, then
        assertThat(healer("state").watch()).isTrue();
        assertThat(log).isEmpty();
    }
}
