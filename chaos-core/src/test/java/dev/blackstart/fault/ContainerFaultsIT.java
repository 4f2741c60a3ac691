package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.container.NeedsEngine;
import dev.blackstart.container.TestEngine;
import dev.blackstart.fault.process.Cpu;
import dev.blackstart.fault.process.CpuDriver;
import dev.blackstart.fault.process.Crash;
import dev.blackstart.fault.process.CrashDriver;
import dev.blackstart.fault.process.Pause;
import dev.blackstart.fault.process.PauseDriver;
import dev.blackstart.fault.process.Stop;
import dev.blackstart.fault.process.StopDriver;
import dev.blackstart.journal.Event;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ReplicaRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is different about a target that somebody else has started. */
@NeedsEngine
@Timeout(60)
final class ContainerFaultsIT {
    private static final ReplicaRef DB = new ReplicaRef("db", 1);
    private static final FaultId ID = new FaultId("f1");

    @TempDir
    private Path folder;

    private final RecordedRun run = new RecordedRun();
    private final RedisInContainer redis = new RedisInContainer();
    private final ActiveFaults faults = run.faults(redis);

    @AfterEach
    void nothingIsLeft() {
        faults.close();
        redis.close();
        run.close();
    }

    private static <C extends Record> FaultRequest request(FaultDriver<C> driver, C config) {
        return new FaultRequest(driver, config, List.of(DB), Optional.of("f1"), Optional.empty());
    }

    @Test
    void faultOnProcessesOnly_isRefusedWithTheReason() {
        assertThatThrownBy(() -> faults.inject(request(new CpuDriver(), new Cpu(1))))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("cannot be injected into db#1")
                .hasMessageContaining("not available on a container yet")
                .hasMessageContaining("crash, pause, stop and restart are available");
        assertThat(run.deeds).isEmpty();
    }

    /** Nobody ends the container, so somebody has to start it again. */
    @Test
    void close_withACrashInForce_startsTheContainerAgain() {
        // Given
        faults.inject(request(new CrashDriver(), new Crash()));
        assertThat(redis.ask(1_000)).isNegative();
        // When
        faults.close();
        // Then
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> redis.ask(1_000) >= 0);
        assertThat(run.deeds).endsWith("done f1");
        assertThat(run.events(Event.FaultReverted.class))
                .singleElement()
                .asString()
                .contains("ContainerAs: REVERTED");
    }

    /** It ignores what asks it to end, so the grace is long. */
    @Test
    void close_inTheMiddleOfAStop_startsTheContainerAgain() throws Exception {
        // Given
        TestEngine.docker(
                "docker",
                "exec",
                redis.container().getContainerId(),
                "redis-cli",
                "config",
                "set",
                "shutdown-on-sigterm",
                "nosave");
        var stopping = Executors.newSingleThreadExecutor();
        TestEngine.docker(
                "docker", "exec", "--detach", redis.container().getContainerId(), "redis-cli", "debug", "sleep", "2");
        var stop = stopping.submit(() -> faults.inject(request(new StopDriver(), new Stop(Duration.ofSeconds(10)))));
        Awaitility.await().until(() -> run.events(Event.FaultPrepared.class).size() == 1);
        // When
        try {
            faults.close();
        } catch (FaultFailed stillAtIt) {
            assertThat(stillAtIt).hasMessageContaining("could not be taken back");
        }
        // Then
        assertThatThrownBy(stop::get).isNotNull();
        stopping.shutdown();
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> redis.ask(1_000) >= 0);
    }

    @Test
    void pausedAlready_isRefused() {
        // Given
        redis.stopInItsTracks();
        // When / Then
        assertThatThrownBy(() -> faults.inject(request(new PauseDriver(), new Pause())))
                .hasMessageContaining("paused already");
        TestEngine.docker("docker", "unpause", redis.container().getContainerId());
    }

    /** Whichever name it has there, it is the same thing. */
    @Test
    void anotherRunsFaultOnTheSameContainer_isInTheWay() {
        // Given
        faults.inject(request(new PauseDriver(), new Pause()));
        Ledgers ledgers = new Ledgers(folder);
        try (Ledger first = ledgers.open("first", folder, new RunClock().instant());
                Ledger second = ledgers.open("second", folder, new RunClock().instant())) {
            // When
            first.intend(run.intended(ID));
            // Then
            assertThat(second.inTheWay(run.intended(ID))).isPresent();
            first.done("f1");
        }
    }

    @Test
    void vanishedWhilePaused_isLost() {
        // Given
        faults.inject(request(new PauseDriver(), new Pause()));
        // When
        TestEngine.docker("docker", "kill", redis.container().getContainerId());
        // Then
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> run.events(Event.FaultLost.class).size() == 1);
    }
}
