package dev.blackstart.heal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.OwnedProcesses;
import dev.blackstart.topology.process.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HealerProcessIT {
    private static final String MAIN = "dev.blackstart.HealerMain";

    @TempDir
    private Path folder;

    private final RunClock clock = new RunClock();
    private final List<String> interruptions = new CopyOnWriteArrayList<>();

    private Ledgers ledgers() {
        return new Ledgers(folder.resolve("state/runs"));
    }

    private HealerProcess healer(Ledger ledger, String mainClass) {
        return new HealerProcess(mainClass, ledgers(), ledger, () -> folder, clock, interruptions::add);
    }

    private ProcessIdentity identity() {
        return ledgers().read("r1").orElseThrow().healer().orElseThrow();
    }

    private List<Long> healers() {
        return Scan.commandLines(folder.resolve("state/runs") + " r1");
    }

    @Test
    void close_afterTheLedger_endsTheHealer_whichLeftNothing() throws IOException {
        // Given
        Ledger ledger = ledgers().open("r1", folder, clock.instant());
        HealerProcess healer = healer(ledger, MAIN);
        healer.start();
        healer.start();
        healer.awaitReady(new Cancellation());
        long pid = identity().pid();
        assertThat(healers()).containsExactly(pid);
        assertThat(Files.readString(Path.of("/proc/" + pid + "/environ"))).doesNotContain("BLACKSTART_RUN");

        // When
        ledger.close();
        healer.close();
        healer.close();

        // Then
        assertThat(healers()).isEmpty();
        assertThat(folder.resolve("state/runs")).isEmptyDirectory();
        assertThat(folder.resolve("healer.log")).isEmptyFile();
        assertThat(interruptions).isEmpty();
    }

    /** Its runner was killed before it had made one. */
    @Test
    void launched_pipeEndsBeforeThereIsALedger_endsToo() throws Exception {
        // Given
        HealerProcess.Launched launched = HealerProcess.launch(MAIN, ledgers(), "r1", folder);

        // When
        launched.close();

        // Then
        assertThat(launched.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(launched.process().exitValue()).isZero();
        assertThat(folder.resolve("healer.log")).isEmptyFile();
    }

    @Test
    void launchedBeforeTheLedger_isTheHealerOfTheRun() throws IOException {
        // Given
        HealerProcess.Launched launched = HealerProcess.launch(MAIN, ledgers(), "r1", folder);
        Ledger ledger = ledgers().open("r1", folder, clock.instant());
        HealerProcess healer = healer(ledger, MAIN);

        // When
        healer.accompany(launched);
        healer.start();

        // Then
        healer.awaitReady(new Cancellation());
        assertThat(healers())
                .containsExactly(launched.process().pid())
                .containsExactly(identity().pid());
        ledger.close();
        healer.close();
        assertThat(launched.process().isAlive()).isFalse();
    }

    @Test
    void killed_isReplaced() {
        try (Ledger ledger = ledgers().open("r1", folder, clock.instant());
                HealerProcess healer = healer(ledger, MAIN)) {
            // Given
            healer.start();
            healer.awaitReady(new Cancellation());
            ProcessIdentity first = identity();

            // When
            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

            // Then
            await().atMost(Duration.ofSeconds(10)).until(() -> !identity().equals(first));
            healer.awaitReady(new Cancellation());
            assertThat(healers()).containsExactly(identity().pid());
            assertThat(interruptions).isEmpty();
        }
    }

    @Test
    void suspended_isReplaced_andEnded() {
        try (Ledger ledger = ledgers().open("r1", folder, clock.instant());
                HealerProcess healer = healer(ledger, MAIN)) {
            // Given
            healer.start();
            healer.awaitReady(new Cancellation());
            ProcessIdentity first = identity();

            // When
            assertThat(OwnedProcesses.signal(first, "STOP")).isTrue();

            // Then
            await().atMost(Duration.ofSeconds(25)).until(() -> !identity().equals(first));
            healer.awaitReady(new Cancellation());
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() ->
                            assertThat(healers()).containsExactly(identity().pid()));
            assertThat(interruptions).isEmpty();
        }
    }

    @Test
    void cannotRun_stopsTheRunWithTheReason_andInjectsNothingThatNeedsIt() {
        try (Ledger ledger = ledgers().open("r1", folder, clock.instant());
                HealerProcess healer = healer(ledger, "no.such.Healer")) {
            // When
            healer.start();

            // Then
            assertThatThrownBy(() -> healer.awaitReady(new Cancellation()))
                    .isInstanceOf(HealerFailed.class)
                    .hasMessageContaining("healer.log");
            await().atMost(Duration.ofSeconds(20)).until(() -> !interruptions.isEmpty());
            assertThat(interruptions)
                    .singleElement()
                    .asString()
                    .contains("no other can be started")
                    .contains("healer.log");
        }
    }
}
