package dev.blackstart.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.process.ProcessTable;
import dev.blackstart.topology.process.Scan;
import java.io.File;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HealIT {
    private static final String SERVER = "java -XX:TieredStopAtLevel=1 -cp "
            + Path.of("target/test-classes").toAbsolutePath() + " dev.blackstart.topology.process.TinyServer";

    @TempDir
    private Path folder;

    // Several of these tests may run on one machine: what this one looks for, and ends, is only its own.
    private final String unique = String.valueOf(System.nanoTime());
    private final String mark = "mark-" + unique;
    private final String run = "run-" + mark;
    private final List<String> told = new ArrayList<>();

    private final List<String> left = List.of(
            "sleep 911." + unique,
            "sleep 912." + unique,
            "sleep 913." + unique,
            "sleep 914." + unique,
            "sleep 915." + unique,
            mark);

    @AfterEach
    void endWhatAFailureLeft() {
        left.forEach(each -> Scan.commandLines(each)
                .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly)));
    }

    private Heal heal() {
        return new Heal(new Ledgers(folder.resolve("state")));
    }

    private Process startRun() throws IOException {
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run/events.jsonl"), "{}\n");
        Files.writeString(
                folder.resolve("daemons.sh"),
                ("(env -i setsid sleep 915.UNIQUE &)\n(env -i sh -c 'sleep 911.UNIQUE & exit' &)\nsetsid sleep 912.UNIQUE &\nsleep 913.UNIQUE & p=$!; until grep -q sleep /proc/$p/comm; do :; done; kill -STOP $p\n"
                                + "sleep 914.UNIQUE &\nexec " + SERVER + " $1 " + mark + "\n")
                        .replace("UNIQUE", unique));
        Files.writeString(
                folder.resolve("topology.yaml"), """
                services:
                  a:
                    x-blackstart:
                      process: sh daemons.sh {port:8080}
                      links: ["b:8080"]
                      ready: http:8080
                  b:
                    x-blackstart:
                      process: SERVER {port:8080} MARK
                      ready: http:8080
                """.replace("SERVER", SERVER).replace("MARK", mark));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunThatDies.class.getName(),
                        folder.toString(),
                        run)
                .redirectError(new File(folder.toFile(), "err.txt"))
                .redirectOutput(new File(folder.toFile(), "out.txt"))
                .start();
    }

    @Test
    void heal_afterSigkillOfTheRunner_leavesNothing() throws Exception {
        // Given
        Process runner = startRun();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            assertThat(runner.isAlive())
                    .as(() -> folder + ": " + content("err.txt"))
                    .isTrue();
            return content("out.txt").contains("ready");
        });
        assertThat(heal().find()).singleElement().satisfies(found -> {
            assertThat(found.state()).isEqualTo(Ledgers.State.ALIVE);
            assertThat(found.left()).isEmpty();
        });
        assertThat(heal().heal((path, healed) -> told.add("alive"))).isEmpty();
        runner.destroyForcibly().waitFor();
        assertThat(left).allMatch(each -> !Scan.commandLines(each).isEmpty());
        assertThat(heal().find()).singleElement().satisfies(found -> {
            assertThat(found.state()).isEqualTo(Ledgers.State.DEAD);
            assertThat(found.left()).hasSizeGreaterThanOrEqualTo(8);
        });

        // When: two at once
        CompletableFuture<List<Heal.Healed>> other =
                CompletableFuture.supplyAsync(() -> heal().heal((path, healed) -> tell(healed)));
        List<Heal.Healed> healed = new ArrayList<>(heal().heal((path, each) -> tell(each)));
        healed.addAll(other.get(10, TimeUnit.SECONDS));

        // Then
        assertThat(left).allMatch(each -> Scan.commandLines(each).isEmpty());
        assertThat(healed).singleElement().satisfies(each -> {
            assertThat(each.failed()).isEmpty();
            assertThat(each.done().get(0)).contains("ContinueGroup");
            assertThat(each.done().get(1)).contains("ToxicGone").endsWith("GONE");
        });
        assertThat(told).hasSize(1);
        assertThat(folder.resolve("blackstart-" + run)).doesNotExist();
        assertThat(folder.resolve("state")).isEmptyDirectory();
        assertThat(folder.resolve("run/events.jsonl")).exists();
        assertThat(heal().heal((path, each) -> tell(each))).isEmpty();
    }

    /** A ledger of a run that has died, which a living one stands for until then. */
    private void died(Ledger living) throws IOException {
        Path dead = folder.resolve("state").resolve(living.run());
        Files.createDirectories(dead);
        try (Stream<Path> files = Files.list(folder.resolve("alive").resolve(living.run()))) {
            for (Path file : files.toList()) {
                Files.copy(file, dead.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void heal_activityOfTheUser_endsItsTree_andLeavesTheDaemonThatItStarted() throws Exception {
        // Given
        ProcessBuilder unknown = new ProcessBuilder("sleep", "913." + unique);
        unknown.environment().put("BLACKSTART_ACTIVITY", run + "/2");
        Process beingStarted = unknown.start();
        Process activity = new ProcessBuilder(
                        "sh", "-c", "(setsid sleep 911.UNIQUE &)\nsleep 912.UNIQUE & wait".replace("UNIQUE", unique))
                .start();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !Scan.commandLines("sleep 911." + unique).isEmpty()
                        && !Scan.commandLines("sleep 912." + unique).isEmpty());
        try (Ledger living = new Ledgers(folder.resolve("alive")).open(run, folder, Instant.EPOCH)) {
            living.ownActivity(run + "/1", "sh");
            living.startedActivity(
                    run + "/1", "sh", ProcessTable.identityOf(activity.pid()).orElseThrow());
            living.ownActivity(run + "/2", "sleep");
            died(living);

            // When
            List<Heal.Healed> healed = heal().heal((path, each) -> tell(each));

            // Then
            assertThat(activity.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(Scan.commandLines("sleep 912." + unique)).isEmpty();
            assertThat(beingStarted.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(Scan.commandLines("sleep 911." + unique)).isNotEmpty();
            assertThat(healed)
                    .singleElement()
                    .satisfies(each -> assertThat(each.failed()).isEmpty());
            assertThat(folder.resolve("state")).isEmptyDirectory();
        }
    }

    /** It was forked when the run died, and bears the marker only once it has become another program. */
    @Test
    void heal_replicaThatWasBeingForked_isFoundAndEnded() throws Exception {
        // Given
        ProcessBuilder forked = new ProcessBuilder(
                "sh",
                "-c",
                "sleep 0.4; exec env BLACKSTART_RUN=$0 setsid sleep 913.UNIQUE".replace("UNIQUE", unique),
                run);
        try (Ledger living = new Ledgers(folder.resolve("alive")).open(run, folder, Instant.EPOCH)) {
            living.ownProcess("kv#1");
            died(living);
            assertThat(heal().find()).as("so that the first look is quick").hasSize(1);
            Process replica = forked.start();

            // When
            List<Heal.Healed> healed = heal().heal((path, each) -> tell(each));

            // Then
            assertThat(replica.waitFor(1, TimeUnit.SECONDS)).isTrue();
            assertThat(healed)
                    .singleElement()
                    .satisfies(each -> assertThat(each.done()).isNotEmpty());
            assertThat(folder.resolve("state")).isEmptyDirectory();
        }
    }

    /** The program that makes it unwritable outlives the runner, which has started it just before it died. */
    @Test
    void heal_fileThatWasBeingMadeUnwritable_canBeWrittenAgain() throws Exception {
        // Given
        Path file = Files.createFile(folder.resolve("data.txt"));
        assumeThat(FileAttributes.setImmutable(file, true)).isTrue();
        assertThat(FileAttributes.setImmutable(file, false)).isTrue();
        try (Ledger living = new Ledgers(folder.resolve("alive")).open(run, folder, Instant.EPOCH)) {
            living.intend(new IntendedFault(
                    "f1",
                    "kv#1",
                    "file",
                    "unwritable",
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(false),
                    new Undo(
                            Undo.VERSION,
                            "blackstart.fault.unwritable",
                            List.of(new UndoStep.MutableFile(file.toString())))));
            died(living);
            assertThat(heal().find()).as("so that the first look is quick").hasSize(1);
            Process deed = new ProcessBuilder("sh", "-c", "sleep 0.3; chattr +i \"$0\"", file.toString()).start();

            // When
            List<Heal.Healed> healed = heal().heal((path, each) -> tell(each));

            // Then
            assertThat(deed.waitFor()).isZero();
            assertThat(FileAttributes.isImmutable(file)).contains(false);
            assertThat(healed)
                    .singleElement()
                    .satisfies(
                            each -> assertThat(each.done()).first().asString().endsWith("REVERTED"));
        } finally {
            FileAttributes.setImmutable(file, false);
        }
    }

    /** Activities bore no mark then. Its processes are of an earlier boot. */
    @Test
    void heal_format1_saysWhichActivityMayStillRun() throws Exception {
        // Given
        Path dead = Files.createDirectories(folder.resolve("state/20260102-030405-0a1b2c"));
        Files.createFile(dead.resolve("ledger.lock"));
        try (InputStream golden = Ledgers.class.getResourceAsStream("format-1.jsonl")) {
            Files.write(dead.resolve("ledger.jsonl"), golden.readAllBytes());
        }

        // When
        List<Heal.Healed> healed = heal().heal((path, each) -> tell(each));

        // Then
        assertThat(healed)
                .singleElement()
                .satisfies(each -> assertThat(each.failed())
                        .singleElement()
                        .asString()
                        .contains("'curl'")
                        .contains("may still run"));
        assertThat(folder.resolve("state")).isEmptyDirectory();
    }

    @Test
    void heal_damagedLine_isAFailure_andTheRestPutRight() throws Exception {
        // Given
        Path temporary = folder.resolve("blackstart-" + run);
        Files.createDirectories(temporary);
        try (Ledger living = new Ledgers(folder.resolve("alive")).open(run, folder, Instant.EPOCH)) {
            living.proxiesInside("127.0.0.1:1");
            living.ownFolder(temporary);
            died(living);
        }
        Path ledger = folder.resolve("state").resolve(run).resolve("ledger.jsonl");
        String damaged = Files.readString(ledger).replace("127.0.0.1:1", "127.0.0.1:2");
        Files.writeString(ledger, damaged);
        Path kept = folder.resolve("damaged-" + run + ".jsonl");
        assertThat(heal().find())
                .singleElement()
                .satisfies(found -> assertThat(found.left()).anyMatch(line -> line.contains("damaged in line 2")));

        // When
        List<Heal.Healed> healed = heal().heal((path, each) -> tell(each));

        // Then
        assertThat(healed).singleElement().satisfies(each -> {
            assertThat(each.done()).singleElement().asString().contains("removed");
            assertThat(each.failed())
                    .singleElement()
                    .asString()
                    .contains("damaged in line 2")
                    .contains(kept.toString());
            assertThat(each.told()).isEmpty();
        });
        assertThat(Files.readString(kept)).isEqualTo(damaged);
        assertThat(temporary).doesNotExist();
        assertThat(folder.resolve("state")).isEmptyDirectory();
    }

    @Test
    void heal_entryOfALaterVersion_putsTheRestRight_andKeepsTheLedger() throws Exception {
        // Given
        Path temporary = folder.resolve("blackstart-" + run);
        Files.createDirectories(temporary);
        try (Ledger living = new Ledgers(folder.resolve("alive")).open(run, folder, Instant.EPOCH)) {
            living.ownFolder(temporary);
            died(living);
        }
        Path ledger = folder.resolve("state").resolve(run).resolve("ledger.jsonl");
        String entry = "{\"type\":\"container-intended\",\"name\":\"c\"}";
        CRC32 crc = new CRC32();
        crc.update(entry.getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                ledger,
                String.format(Locale.ROOT, "{\"crc32\":\"%08x\",\"entry\":%s}%n", crc.getValue(), entry),
                StandardOpenOption.APPEND);

        // When
        List<Heal.Healed> healed = heal().heal((path, each) -> tell(each));

        // Then
        assertThat(healed)
                .singleElement()
                .satisfies(each ->
                        assertThat(each.failed()).singleElement().asString().contains("'container-intended'"));
        assertThat(temporary).doesNotExist();
        assertThat(ledger).exists();
    }

    @Test
    void heal_leaderThatTheLedgerDoesNotKnow_endsWhatItForkedToo() throws Exception {
        // Given: the runner died between the start and its line
        ProcessBuilder builder = new ProcessBuilder(
                "setsid",
                "sh",
                "-c",
                "(env -i sh -c 'sleep 911.UNIQUE & exit' &)\nsleep 912.UNIQUE & wait".replace("UNIQUE", unique));
        builder.environment().put("BLACKSTART_RUN", run);
        Process leader = builder.start();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !Scan.commandLines("sleep 911." + unique).isEmpty()
                        && !Scan.commandLines("sleep 912." + unique).isEmpty());
        try (Ledger living = new Ledgers(folder.resolve("alive")).open(run, folder, Instant.EPOCH)) {
            living.ownProcess("a#1");
            died(living);

            // When
            List<Heal.Healed> healed = heal().heal((path, each) -> tell(each));

            // Then
            assertThat(leader.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(left).allMatch(each -> Scan.commandLines(each).isEmpty());
            assertThat(healed)
                    .singleElement()
                    .satisfies(each -> assertThat(each.failed()).isEmpty());
        }
    }

    private synchronized void tell(List<String> healed) {
        told.add(String.join("\n", healed));
    }

    private String content(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void heal_folderOfALivingRunInThisJvm_isLeftAlone() {
        try (Ledger living = new Ledgers(folder.resolve("state")).open(run, folder, Instant.EPOCH)) {
            // When
            List<Heal.Healed> healed = heal().heal((path, each) -> tell(each));

            // Then
            assertThat(healed).isEmpty();
            living.ownProcess("still writable");
            assertThat(heal().find()).hasSize(1);
        }
        assertThat(heal().find()).isEmpty();
    }
}
