package dev.blackstart.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
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
                    new UndoStep.EndMarked("BLACKSTART_FAULT=f1-x")));

    @TempDir
    private Path root;

    private static IntendedFault fault(String id) {
        return new IntendedFault(
                id,
                "bfe-a#1->kv-a#1:50051",
                "p~1",
                "latency",
                Optional.of(Duration.ofSeconds(5)),
                Optional.of(Duration.ofMinutes(1)),
                Optional.of(true),
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
    void read_processThatWasIntendedAndNotStarted_isBeingStarted() {
        // Given
        try (Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH)) {
            ledger.ownProcess("kv#1");
            ledger.ownProcess("kv#2");
            ledger.startedProcess("kv#1", new ProcessIdentity(12, 34, "boot"));

            // When, then
            assertThat(record("r1").beingStarted()).isTrue();
            ledger.startedProcess("kv#2", new ProcessIdentity(13, 34, "boot"));
            assertThat(record("r1").beingStarted()).isFalse();
        }
    }

    @Test
    void list_activities_areReadBack_andThoseThatNobodyKnows() {
        // Given
        ProcessIdentity identity = new ProcessIdentity(12, 34, "boot");
        try (Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH)) {
            ledger.ownActivity("r1/1", "sleep");
            ledger.ownActivity("r1/2", "sleep");
            ledger.startedActivity("r1/1", "sleep", identity);
            ledger.ownActivity("r1/3", "no-such-program");
            ledger.noActivity("r1/3", "no-such-program");

            // When
            RunRecord record = record("r1");

            // Then
            assertThat(record.activities()).containsExactly(identity);
            assertThat(record.activitiesUnknown())
                    .containsExactly(new RunRecord.UnknownActivity("sleep", Optional.of("r1/2")));
            assertThat(record.ownsProcesses()).isFalse();
        }
    }

    @Test
    void close_diskIsFull_andNothingToTakeBack_removesTheLedger() throws IOException {
        // Given
        LedgerFolder folder = new LedgerFolder(root.resolve("r1"));
        HeldLock living = folder.create().orElseThrow();
        FullDisk disk = new FullDisk(folder.file());
        Ledger ledger = new Ledger("r1", folder, living, new LedgerFile(disk));
        disk.full = true;

        // When
        ledger.close();

        // Then
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void append_onAnInterruptedThread_isDone_andTheRunGoesOn() {
        // Given
        try (Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH)) {
            Thread.currentThread().interrupt();

            // When
            ledger.intend(fault("f1"));
            ledger.intend(fault("f2"));
            ledger.done("f1");
            List<IntendedFault> seen = record("r1").pending();
            boolean alive = new Ledgers(root).take("r1").isEmpty();

            // Then
            assertThat(Thread.interrupted()).as("nobody swallowed it").isTrue();
            assertThat(seen).containsExactly(fault("f2"));
            assertThat(alive).as("it still holds its lock").isTrue();
            ledger.done("f2");
        } finally {
            boolean unused = Thread.interrupted();
        }
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
        FullDisk disk = new FullDisk(path);
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
        assertThat(LedgerFile.read(path).entries()).containsExactly(first, last);
    }

    @Test
    void read_faultWithoutPlannedEnd_hasNone() {
        // Given
        IntendedFault open = new IntendedFault(
                "f1",
                "kv-a#1",
                "pid 4",
                "pause",
                Optional.empty(),
                Optional.of(Duration.ofMinutes(1)),
                Optional.of(false),
                UNDO);

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
    void list_deadRunThatSomebodyHolds_isBeingHealed() {
        // Given
        die("r1");
        try (HeldRun held = new Ledgers(root).take("r1").orElseThrow()) {
            // When, then
            assertThat(new Ledgers(root).list())
                    .extracting(Ledgers.Listed::state)
                    .containsExactly(Ledgers.State.HEALING);
            assertThat(new Ledgers(root).take("r1")).isEmpty();
            assertThat(held.isOver()).isTrue();
        }
        assertThat(new Ledgers(root).list()).extracting(Ledgers.Listed::state).containsExactly(Ledgers.State.ENDED);
    }

    /** A run that is over, and has left its ledger. */
    private void die(String run) {
        Ledger ledger = new Ledgers(root).open(run, root, Instant.EPOCH);
        ledger.intend(fault("f1"));
        ledger.close();
    }

    @Test
    void forget_removesAllThatTheFolderHolds() throws IOException {
        // Given
        die("r1");
        Files.createDirectories(root.resolve("r1/kept/f1"));
        Files.writeString(root.resolve("r1/kept/f1/file"), "x");
        try (HeldRun held = new Ledgers(root).take("r1").orElseThrow()) {
            held.takeOver();

            // When
            held.forget();
        }

        // Then
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void takeOver_besideALivingRun_isSeenByIt_andSeesWhatItIntended() {
        // Given
        try (Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH);
                HeldRun held = new Ledgers(root).hold("r1").orElseThrow()) {
            ledger.intend(fault("f1"));
            assertThat(held.isOver()).isFalse();
            assertThat(ledger.isTaken()).isFalse();

            // When
            held.takeOver();

            // Then
            assertThat(ledger.isTaken()).isTrue();
            assertThat(held.record().pending()).containsExactly(fault("f1"));
            ledger.done("f1");
        }
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void read_lineInTheMiddleIsDamaged_keepsWhatFollows_andCountsIt() throws IOException {
        // Given
        die("r1");
        Path file = root.resolve("r1/ledger.jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(1, LedgerFile.line(new LedgerEntry.FaultDone("f0")).replace("f0", "f9"));

        // When
        Files.write(file, lines);

        // Then
        assertThat(record("r1").pending()).containsExactly(fault("f1"));
        assertThat(record("r1").closed()).isTrue();
        assertThat(record("r1").damaged()).containsExactly(2);
        assertThat(record("r1").ownsProcesses())
                .as("its marker may find what the line said")
                .isTrue();
    }

    @Test
    void read_firstLineIsDamaged_isStillARunThatHasLeftSomething() throws IOException {
        // Given
        die("r1");
        Path file = root.resolve("r1/ledger.jsonl");

        // When
        Files.writeString(file, "x" + Files.readString(file));

        // Then
        assertThat(record("r1").run()).isEqualTo("r1");
        assertThat(record("r1").pending()).containsExactly(fault("f1"));
        assertThat(record("r1").damaged()).containsExactly(1);
        assertThat(new Ledgers(root).take("r1")).isPresent();
    }

    @Test
    void read_entriesOfALaterVersion_areNamed_untilTheyAreOver() throws IOException {
        // Given
        die("r1");
        Path file = root.resolve("r1/ledger.jsonl");

        // When
        Files.writeString(
                file,
                later("{\"type\":\"container-intended\",\"name\":\"c\"}")
                        + later("{\"type\":\"fault-intended\",\"fault\":{\"id\":\"f2\",\"undo\":{\"version\":1}}}")
                        + later("{\"type\":\"fault-intended\",\"fault\":{\"id\":\"f3\"}}")
                        + LedgerFile.line(new LedgerEntry.FaultDone("f3")) + "\n",
                StandardOpenOption.APPEND);

        // Then
        assertThat(record("r1").pending()).containsExactly(fault("f1"));
        assertThat(record("r1").notUnderstood()).containsExactly("container-intended", "fault-intended of fault f2");
        assertThat(record("r1").damaged()).isEmpty();
    }

    private static String later(String entry) {
        CRC32 crc = new CRC32();
        crc.update(entry.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "{\"crc32\":\"%08x\",\"entry\":%s}%n", crc.getValue(), entry);
    }

    @Test
    void read_format1_saysWhatItSaid() throws IOException {
        // When
        RunRecord record = golden("format-1.jsonl");

        // Then
        assertThat(record.version()).isEqualTo(1);
        assertThat(record.pid()).isEqualTo(4711);
        assertThat(record.runner()).isEmpty();
        assertThat(record.processes())
                .containsExactly(new ProcessIdentity(12, 34, "boot"), new ProcessIdentity(13, 35, "boot"));
        assertThat(record.activities()).containsExactly(new ProcessIdentity(14, 36, "boot"));
        assertThat(record.activitiesUnknown()).containsExactly(new RunRecord.UnknownActivity("curl", Optional.empty()));
        assertThat(record.proxiesInside()).containsExactly("127.0.0.1:40001");
        assertThat(record.folders()).containsExactly(Path.of("/tmp/blackstart-x"));
        assertThat(record.pending()).singleElement().satisfies(fault -> {
            assertThat(fault.id()).isEqualTo("f2");
            assertThat(fault.lease()).isEmpty();
            assertThat(fault.undo().steps())
                    .containsExactly(new UndoStep.ContinueGroup(new ProcessIdentity(12, 34, "boot")));
        });
        assertThat(record.damaged()).isEmpty();
        assertThat(record.notUnderstood()).isEmpty();
    }

    /** Also what is written now: a later version has to read it. */
    @Test
    void write_format2_isAsItWas() throws IOException {
        // Given
        RunRecord record = golden("format-2.jsonl");
        Path copy = root.resolve("copy.jsonl");

        // When
        try (LedgerFile file = new LedgerFile(copy)) {
            ProcessIdentity process = record.processes().get(0);
            file.append(
                    new LedgerEntry.RunOpened(
                            2, "r2", "/runs/r2", "ann", record.pid(), record.started(), record.runner()),
                    false);
            file.append(new LedgerEntry.HealerStarted(record.healer().orElseThrow()), false);
            file.append(new LedgerEntry.ProcessIntended("kv-a#1"), false);
            file.append(new LedgerEntry.ProcessStarted("kv-a#1", process), false);
            file.append(new LedgerEntry.FaultIntended(record.pending().get(0)), false);
        }

        // Then
        assertThat(copy).hasSameTextualContentAs(root.resolve("r2/ledger.jsonl"));
        assertThat(record.pending().get(0).lease()).contains(Duration.ofMinutes(1));
        assertThat(record.pending().get(0).withRunner()).contains(false);
    }

    private RunRecord golden(String name) throws IOException {
        Path folder = Files.createDirectories(root.resolve("r2"));
        try (InputStream golden = LedgersTest.class.getResourceAsStream(name)) {
            Files.write(folder.resolve("ledger.jsonl"), golden.readAllBytes());
        }
        return new Ledgers(root).read("r2").orElseThrow();
    }

    @Test
    void halt_refusesNewRuns_untilItIsLifted() {
        // Given
        Ledgers ledgers = new Ledgers(root.resolve("runs"));
        ledgers.halt(Instant.parse("2026-01-02T03:04:05.678Z"));

        // When, then
        assertThatThrownBy(() -> ledgers.open("r1", root, Instant.EPOCH))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at 2026-01-02T03:04:05Z")
                .hasMessageContaining("halt --lift");
        assertThat(root.resolve("runs")).isEmptyDirectory();
        assertThat(ledgers.lift()).isTrue();
        assertThat(ledgers.lift()).isFalse();
        ledgers.open("r1", root, Instant.EPOCH).close();
    }

    @Test
    void inTheWay_sameThingAndKindInAnotherLedger_isFound() {
        // Given
        IntendedFault withRunner = fault("f1");
        IntendedFault beyond = new IntendedFault(
                "f1",
                "kv#1",
                "process 1 2 boot",
                "state",
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                UNDO);
        Ledger dead = new Ledgers(root).open("r0", root, Instant.EPOCH);
        dead.intend(withRunner);
        dead.intend(new IntendedFault(
                "f2",
                "kv#1",
                beyond.incarnation(),
                beyond.conflictKey(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                UNDO));
        dead.close();
        try (Ledger other = new Ledgers(root).open("r1", root, Instant.EPOCH);
                Ledger ledger = new Ledgers(root).open("r2", root, Instant.EPOCH)) {
            // When, then
            assertThat(ledger.inTheWay(withRunner))
                    .as("it died with its runner")
                    .isEmpty();
            assertThat(ledger.inTheWay(beyond)).hasValueSatisfying(found -> {
                assertThat(found.run()).isEqualTo("r0");
                assertThat(found.fault().id()).isEqualTo("f2");
            });
            other.intend(withRunner);
            assertThat(ledger.inTheWay(withRunner))
                    .hasValueSatisfying(found -> assertThat(found.run()).isEqualTo("r1"));
            assertThat(other.inTheWay(withRunner)).as("its own").isEmpty();
            other.done("f1");
            assertThat(ledger.inTheWay(withRunner)).isEmpty();
        }
    }

    @Test
    void list_oneLedgerCannotBeRead_isNamed_andTheOthersAreListed() throws IOException {
        // Given
        die("r1");
        Files.createDirectories(root.resolve("r2/ledger.lock"));
        die("r3");

        // When
        List<Ledgers.Listed> all = new Ledgers(root).list();

        // Then
        assertThat(all)
                .extracting(Ledgers.Listed::run, Ledgers.Listed::state)
                .containsExactly(
                        tuple("r1", Ledgers.State.ENDED),
                        tuple("r2", Ledgers.State.UNREADABLE),
                        tuple("r3", Ledgers.State.ENDED));
        assertThat(all.get(1).problem().orElseThrow())
                .contains(root.resolve("r2").toString(), "directory", "remove the folder");
    }

    @Test
    void inTheWay_anotherLedgerCannotBeLocked_knowsWhatCanBeRead() throws IOException {
        // Given
        die("r1");
        Files.delete(root.resolve("r1/ledger.lock"));
        Files.createDirectory(root.resolve("r1/ledger.lock"));
        Files.createDirectories(root.resolve("r2/ledger.jsonl"));
        try (Ledger ledger = new Ledgers(root).open("r3", root, Instant.EPOCH)) {
            // When, then
            assertThat(ledger.inTheWay(fault("f1")))
                    .hasValueSatisfying(found -> assertThat(found.run()).isEqualTo("r1"));
            assertThat(ledger.inTheWay(new IntendedFault(
                            "f1",
                            "b#1",
                            "other",
                            "state",
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(false),
                            UNDO)))
                    .as("a ledger of which nobody knows anything stops nobody")
                    .isEmpty();
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
