package dev.blackstart.arm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultRequest;
import dev.blackstart.fault.Faults;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Event;
import dev.blackstart.plan.Plan;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.ReplicaRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class PhasedArmWaitsTest {
    private static final String EXPERIMENT = """
            {"title": "t", "description": "d", "method": [],
             "extensions": [{"name": "blackstart",
               "degradation": {"title": "goes on",
                               "probes": [{"type": "probe", "name": "p", "tolerance": true, PLAY}]},
               "alert": {"slo": "slo.yaml", "within": "300ms", "time-scale": 600}}]}
            """.replace("PLAY", Plays.PLAY);

    @TempDir
    private Path folder;

    private final AtomicInteger calls = new AtomicInteger();
    private final ArmParts parts = new ArmParts();
    private final ManualScheduler scheduler = new ManualScheduler();

    @AfterEach
    void close() {
        scheduler.shutdownNow();
    }

    private final Cancellation cancellation = new Cancellation();

    private PhasedArm arm(Plays plays) throws IOException {
        Files.writeString(folder.resolve("slo.yaml"), "");
        Plan plan = plays.plan(EXPERIMENT);
        return new PhasedArm(
                plan,
                plan.extension().orElseThrow(),
                Arm.TREATMENT,
                parts,
                plays.runner(),
                plays.events,
                plays.clock,
                cancellation,
                scheduler,
                new FaultClock(Arm.TREATMENT),
                Duration.ZERO);
    }

    @Test
    void afterMethod_probeAnswersAtOnceAndNoAlertFires_evaluatesOnceASecondAtMost() throws IOException {
        // Given
        Plays plays = new Plays(folder, context -> {
            calls.incrementAndGet();
            return true;
        });

        // When
        arm(plays).afterMethod();

        // Then: waiting for the alert takes 300 ms
        assertThat(calls).hasValue(1);
        assertThat(plays.recorded())
                .last()
                .isInstanceOfSatisfying(
                        Event.AlertAwaited.class,
                        awaited -> assertThat(awaited.waited()).isGreaterThanOrEqualTo(Duration.ofMillis(300)));
    }

    @Test
    void effectWithin_faultThatShowsLate_isFiveSecondsMore() throws IOException {
        // Given
        parts.faults = new Late();

        // When
        Duration within = arm(new Plays(folder, context -> true)).effectWithin();

        // Then
        assertThat(within).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void afterInterruption_faultInForce_isReverted() throws IOException {
        // Given
        Late fault = new Late();
        parts.faults = fault;
        cancellation.cancel("SIGINT");

        // When
        arm(new Plays(folder, context -> true)).afterInterruption();

        // Then
        assertThat(fault.reverts).isEqualTo(1);
    }

    @Test
    void limitRollbacks_interrupted_areGivenUpTwoSecondsAfterTheSignal() throws IOException {
        // Given
        Cancellation limit = arm(new Plays(folder, context -> true)).limitRollbacks(new Cancellation());
        cancellation.cancel("SIGINT");
        assertThat(scheduler.delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(limit.isCancelled()).isFalse();

        // When
        scheduler.elapse();

        // Then
        assertThat(limit.reason()).contains("given up").contains("2 s");
    }

    @Test
    void limitRollbacks_secondSignal_givesThemUpAtOnce() throws IOException {
        // Given
        Cancellation second = new Cancellation();
        Cancellation limit = arm(new Plays(folder, context -> true)).limitRollbacks(second);
        cancellation.cancel("SIGINT");

        // When
        second.cancel("SIGINT");

        // Then
        assertThat(limit.reason()).contains("given up").contains("SIGINT");
    }

    private static final class Late implements Faults {
        private int reverts;

        @Override
        public Duration showsWithin() {
            return Duration.ofSeconds(12);
        }

        @Override
        public List<FaultId> inject(FaultRequest request) {
            return List.of();
        }

        @Override
        public void revert(FaultId id) {}

        @Override
        public void revertAll() {
            reverts++;
        }

        @Override
        public List<InForce> inForce() {
            return List.of();
        }

        @Override
        public void mitigating(Set<ReplicaRef> replicas, String by) {}

        @Override
        public void mitigated(Set<ReplicaRef> replicas) {}

        @Override
        public OwnEnds ownEnds() {
            return new OwnEnds();
        }

        @Override
        public void close() {}
    }
}
