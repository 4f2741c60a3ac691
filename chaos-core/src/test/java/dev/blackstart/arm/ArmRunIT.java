package dev.blackstart.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.engine.Interruptions;
import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.fault.Safeguard;
import dev.blackstart.heal.HealerProcess;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Phase;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.plan.Plan;
import dev.blackstart.topology.process.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ArmRunIT {
    private static final Event STOP = new Event.PhaseEntered(Phase.STOP);

    private final String mark = "mark-" + System.nanoTime();
    private final String run = "run-" + System.nanoTime();

    @TempDir
    private Path folder;

    private Plan plan(Plays plays) throws IOException {
        Files.writeString(folder.resolve("topology.yaml"), """
                services:
                  api:
                    x-blackstart:
                      process: java -XX:TieredStopAtLevel=1 -cp CLASSES SERVER {port:8080} MARK
                      ready: http:8080
                """.replace(
                        "CLASSES",
                        Path.of("target/test-classes").toAbsolutePath().toString())
                .replace("SERVER", "dev.blackstart.topology.process.TinyServer")
                .replace("MARK", mark));
        return plays.plan("""
                {"title": "t", "description": "d", "method": [],
                 "extensions": [{"name": "blackstart", "topology": "topology.yaml"}]}
                """);
    }

    @Test
    void conduct_eventOfTheEndCannotBeAdded_endsTheProcessesAllTheSame() throws IOException {
        // Given
        Plays plays = new Plays(folder, context -> null);
        plays.journal.listen(entry -> {
            if (entry.event().equals(STOP)) {
                assertThat(Scan.commandLines(mark)).isNotEmpty();
                throw new IllegalStateException("nobody takes it");
            }
        });
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        Ledgers ledgers = new Ledgers(folder.resolve("state"));
        try (Ledger ledger = ledgers.open(run, folder, plays.clock.instant());
                HealerProcess healer = new HealerProcess(
                        "dev.blackstart.HealerMain", ledgers, ledger, () -> folder, plays.clock, why -> {})) {
            ArmRun arm = new ArmRun(
                    plan(plays),
                    Arm.TREATMENT,
                    new ArmRun.Surroundings(
                            run,
                            plays.clock,
                            plays.journal,
                            Optional.of(new Safeguard(ledger, healer, Optional.empty(), false)),
                            folder.resolve("logs"),
                            new Interruptions(),
                            plays.providers(),
                            (context, addresses) -> new Configuration(Map.of(), Map.of(), List.of()),
                            new AtomicLong(),
                            scheduler));

            // When, then
            assertThatThrownBy(() -> arm.conduct(Strategies.DEFAULT)).hasMessage("nobody takes it");
            assertThat(Scan.commandLines(mark)).isEmpty();
        } finally {
            scheduler.shutdownNow();
        }
    }
}
