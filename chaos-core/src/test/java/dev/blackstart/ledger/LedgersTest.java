package dev.blackstart.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgersTest {
    private static final Undo UNDO = new Undo(
            1,
            "blackstart.fault.latency",
            List.of(
                    new UndoStep.ToxicGone("127.0.0.1:1", "p~1", "f1"),
                    new UndoStep.ProxyAs("127.0.0.1:1", "p~1", true),
                    new UndoStep.ContinueGroup(new ProcessIdentity(4, 5, "boot")),
                    new UndoStep.EndGroup(new ProcessIdentity(6, 7, "boot"))));

    @TempDir
    private Path root;

    private static IntendedFault fault(String id) {
        return new IntendedFault(
                id,
                "bfe-a#1->kv-a#1:50051",
                "p~1",
                "latency",
                Optional.of(Instant.parse("2026-01-02T03:05:00Z")),
                UNDO);
    }

    private RunRecord record(String run) {
        return new Ledgers(root)
                .list().stream()
                        .filter(listed -> listed.run().equals(run))
                        .findFirst()
                        .orElseThrow()
                        .record()
                        .orElseThrow();
    }

    @Test
    void list_whatARunOwns_isReadBackAsWritten() {
        // Given
        ProcessIdentity identity = new ProcessIdentity(12, 34, "boot");
        try (Ledger ledger = new Ledgers(root).open("r1", Path.of("/runs/r1"), Instant.parse("2026-01-02T03:04:05Z"))) {
            ledger.ownProcess("kv-a#1");
            ledger.startedProcess("kv-a#1", identity);
            ledger.proxiesInside("127.0.0.1:1");
            ledger.ownFolder(Path.of("/tmp/blackstart-x"));
            ledger.intend(fault("f1"));
            ledger.intend(fault("f2"));
            ledger.done("f1");

            // When
            RunRecord record = record("r1");

            // Then
            assertThat(record.folder()).isEqualTo(Path.of("/runs/r1"));
            assertThat(record.started()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
            assertThat(record.processes()).containsExactly(identity);
            assertThat(record.ownsProcesses()).isTrue();
            assertThat(record.proxiesInside()).containsExactly("127.0.0.1:1");
            assertThat(record.folders()).containsExactly(Path.of("/tmp/blackstart-x"));
            assertThat(record.pending()).containsExactly(fault("f2"));
            assertThat(record.closed()).isFalse();
            ledger.done("f2");
        }
    }

    @Test
    void list_activities_areReadBack_andThoseThatNobodyKnows() {
        // Given
        ProcessIdentity identity = new ProcessIdentity(12, 34, "boot");
        try (Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH)) {
            ledger.ownActivity("sleep");
            ledger.startedActivity("sleep", identity);
            ledger.ownActivity("no-such-program");
            ledger.noActivity("no-such-program");
            ledger.ownActivity("sleep");

            // When
            RunRecord record = record("r1");

            // Then
            assertThat(record.activities()).containsExactly(identity);
            assertThat(record.activitiesUnknown()).containsExactly("sleep");
            assertThat(record.ownsProcesses()).isFalse();
        }
    }

    @Test
    void close_diskIsFull_andNothingToTakeBack_removesTheLedger() throws IOException {
        // Given
        LedgerFolder folder = LedgerFolder.create(root.resolve("r1")).orElseThrow();
        FullDisk disk = new FullDisk(FileChannel.open(
                folder.file(), StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        Ledger ledger = new Ledger("r1", folder, new LedgerFile(disk));
        disk.full = true;

        // When
        ledger.close();

        // Then
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void close_everythingTakenBack_removesTheLedger() {
        // Given
        Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH);
        ledger.intend(fault("f1"));
        ledger.done("f1");

        // When
        ledger.close();
        ledger.close();

        // Then
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void close_faultStillInForce_keepsTheLedgerAsEnded() {
        // Given
        Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH);
        ledger.intend(fault("f1"));

        // When
        ledger.close();

        // Then
        assertThat(new Ledgers(root).list()).singleElement().satisfies(listed -> {
            assertThat(listed.state()).isEqualTo(Ledgers.State.ENDED);
            assertThat(listed.record().orElseThrow().pending()).hasSize(1);
        });
    }

    @Test
    void read_lastLineIsTorn_keepsWhatCameBefore() throws IOException {
        // Given
        Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH);
        ledger.intend(fault("f1"));
        ledger.close();
        Path file = root.resolve("r1/ledger.jsonl");
        String text = Files.readString(file);

        // When: cut in the middle of the last line
        Files.writeString(file, text.substring(0, text.length() - 5));

        // Then
        assertThat(record("r1").closed()).isFalse();
        assertThat(record("r1").pending()).hasSize(1);
    }

    @Test
    void append_afterADiskThatWasFull_isReadBack() throws IOException {
        // Given: a line of which half was written
        Path path = root.resolve("ledger.jsonl");
        FullDisk disk = new FullDisk(
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
        LedgerEntry first = new LedgerEntry.FaultIntended(fault("f1"));
        LedgerEntry last = new LedgerEntry.FaultIntended(fault("f3"));
        try (LedgerFile file = new LedgerFile(disk)) {
            file.append(first, true);
            disk.full = true;
            assertThatThrownBy(() -> file.append(new LedgerEntry.FaultIntended(fault("f2")), true))
                    .hasMessageContaining("No space left");
            disk.full = false;

            // When
            file.append(last, true);
        }

        // Then
        assertThat(LedgerFile.read(path)).containsExactly(first, last);
    }

    @Test
    void read_faultWithoutPlannedEnd_hasNone() {
        // Given
        IntendedFault open = new IntendedFault("f1", "kv-a#1", "pid 4", "pause", Optional.empty(), UNDO);

        // When
        LedgerEntry read = LedgerFile.entry(LedgerFile.line(new LedgerEntry.FaultIntended(open)));

        // Then
        assertThat(read).isEqualTo(new LedgerEntry.FaultIntended(open));
    }

    @Test
    void entry_oneByteChanged_isNotTrusted() {
        // Given
        String line = LedgerFile.line(new LedgerEntry.FaultDone("f1"));

        // When, then
        assertThat(LedgerFile.entry(line)).isEqualTo(new LedgerEntry.FaultDone("f1"));
        assertThat(LedgerFile.entry(line.replace("f1", "f2"))).isNull();
        assertThat(LedgerFile.entry("")).isNull();
    }

    @Test
    void open_sameRunTwice_isRefused() {
        try (Ledger first = new Ledgers(root).open("r1", root, Instant.EPOCH)) {
            assertThat(first.run()).isEqualTo("r1");
            assertThatThrownBy(() -> new Ledgers(root).open("r1", root, Instant.EPOCH))
                    .hasMessageContaining("is in use");
            assertThatThrownBy(() -> new Ledgers(root).open("../r1", root, Instant.EPOCH))
                    .hasMessageContaining("'../r1'");
            assertThatThrownBy(() -> first.ownFolder(Path.of("/tmp/other")))
                    .hasMessageContaining("must begin with blackstart-");
        }
    }

    @Test
    void list_lockedThoughItsRunnerIsGone_isBeingHealed() throws IOException {
        // Given: no process has such a number
        LedgerFolder healer = LedgerFolder.create(root.resolve("r1")).orElseThrow();
        try (LedgerFile file = new LedgerFile(healer.file())) {
            file.append(
                    new LedgerEntry.RunOpened(RunRecord.VERSION, "r1", "/runs/r1", "u", 10_000_001, Instant.EPOCH),
                    false);

            // When, then
            assertThat(new Ledgers(root).list())
                    .extracting(Ledgers.Listed::state)
                    .containsExactly(Ledgers.State.HEALING);
        } finally {
            healer.release();
        }
    }

    @Test
    void take_runThatLives_isNotTaken_andStaysLocked() {
        // Given
        try (Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH)) {
            // When, then
            assertThat(new Ledgers(root).take("r1")).isEmpty();
            assertThat(new Ledgers(root).take("unknown")).isEmpty();
            assertThat(new Ledgers(root).list())
                    .extracting(Ledgers.Listed::state)
                    .containsExactly(Ledgers.State.ALIVE);
            ledger.ownProcess("a#1");
        }
    }
}
