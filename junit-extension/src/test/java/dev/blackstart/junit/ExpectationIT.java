package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.junit.Rate.perSecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.experiment.ExperimentInvalid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;

/** What is expected of a system under load, and is not so. Each sample's client falls back to what it remembers when its patience ends. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
@SuppressWarnings("try") // what a block is about is on, not used
class ExpectationIT {
    @TempDir
    private static Path folder;

    /** With a fault that is beyond its client's patience. */
    abstract static class Hurt extends UnderLoad {
        Hurt() {
            super(250);
        }

        final void during(Chaos chaos, Consumer<Expectation> expected) {
            during(chaos, 600, expected);
        }
    }

    /** With one that is far from that, on a slow machine too. */
    abstract static class NotHurt extends UnderLoad {
        NotHurt() {
            super(2_000);
        }

        final void during(Chaos chaos, Consumer<Expectation> expected) {
            during(chaos, 40, expected);
        }
    }

    abstract static class UnderLoad {
        private final int patienceMillis;
        private final EchoServer store = new EchoServer();
        private final EchoServer spare = new EchoServer();
        private volatile Endpoint used = new Endpoint("", 1);

        UnderLoad(int patienceMillis) {
            this.patienceMillis = patienceMillis;
        }

        @BeforeEach
        void link(Chaos chaos) {
            used = chaos.link("shop->store", "127.0.0.1", store.port());
            chaos.load(perSecond(40), this::ask).timeout(ofSeconds(5)).degradedWhen("remembered"::equals);
        }

        @AfterEach
        void stop() {
            store.close();
            spare.close();
        }

        /** As soon as the playbook has left its mark the spare is used. */
        private String ask() throws IOException {
            Endpoint now = Files.exists(mark()) ? new Endpoint("127.0.0.1", spare.port()) : used;
            try {
                EchoServer.millis(now, patienceMillis);
                return "fresh";
            } catch (SocketTimeoutException e) {
                return "remembered";
            }
        }

        final void during(Chaos chaos, int millis, Consumer<Expectation> expected) {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(millis)).on("shop->store"))) {
                expected.accept(chaos.expect());
            }
        }
    }

    private static Path mark() {
        return folder.resolve("mark");
    }

    private static String playbook(String name, String step) {
        Path file = folder.resolve(name);
        try {
            Files.writeString(file, """
                    alert: code
                    overview: The store is slow.
                    steps:
                      - type: action
                        name: leave the mark
                        within: 5s
                        provider: {type: process, path: "STEP", arguments: ["MARK"]}
                    """.replace("STEP", step).replace("MARK", mark().toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString();
    }

    @BeforeEach
    void forget() throws IOException {
        Files.deleteIfExists(mark());
    }

    @WithChaos(seed = 9)
    static class IsNotHurt extends NotHurt {
        @ChaosTest
        void fires(Chaos chaos) {
            during(chaos, expected -> expected.alertWithin(ofMillis(1_500)));
        }
    }

    @Test
    void alertThatDoesNotFire_fails_withWhatWasExpectedAndSeen() {
        assertThat(Kit.failure(Kit.run(IsNotHurt.class)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("expected the alert within 1.5s of the fault, and it has not fired.\nSeen, ")
                .hasMessageContaining("after the fault was first felt: of the last 40 answers, in 1s, 40 were full")
                .hasMessageContaining(
                        "Its journal: target/blackstart/dev.blackstart.junit.ExpectationIT$IsNotHurt.fires/")
                .hasMessageEndingWith("seed 9");
    }

    static class IsNotDegraded extends NotHurt {
        @ChaosTest
        void degrades(Chaos chaos) {
            during(chaos, expected -> expected.degradedWithin(ofMillis(1_500)));
        }
    }

    @Test
    void systemThatIsNotDegraded_fails() {
        assertThat(Kit.failure(Kit.run(IsNotDegraded.class)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining(
                        "expected degraded answers, and no more failures than the objective allows, within 1.5s")
                .hasMessageContaining("0 degraded");
    }

    static class DoesNotComeBack extends Hurt {
        @ChaosTest
        void comesBack(Chaos chaos) {
            during(
                    chaos,
                    300,
                    expected -> expected.alertWithin(ofSeconds(8))
                            .recoveredWithin(ofMillis(500))
                            .holding(ofSeconds(1))
                            .byItself());
        }
    }

    @Test
    void systemThatDoesNotComeBackByItself_fails_andTheAlertBeforeIsReported() {
        // When
        EngineExecutionResults results = Kit.run(DoesNotComeBack.class);

        // Then
        assertThat(Kit.failure(results))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("expected recovery by itself within 500ms, for 1s");
        assertThat(Kit.reported(results)).containsKey("blackstart.ttd").doesNotContainKey("blackstart.ttr");
    }

    static class NeedsNoHelp extends NotHurt {
        @ChaosTest
        void isHelped(Chaos chaos) {
            during(chaos, expected -> expected.recoveredWithin(ofSeconds(5)).by(() -> {}));
        }
    }

    @Test
    void mitigationThatIsNotNeeded_fails() {
        assertThat(Kit.failure(Kit.run(NeedsNoHelp.class)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining(
                        "expected that the mitigation in code is needed; the answers were as the objective asks");
    }

    static class IsHelpedByAPlaybook extends Hurt {
        @ChaosTest
        void isHelped(Chaos chaos) {
            during(
                    chaos,
                    300,
                    expected -> expected.degraded()
                            .alertWithin(ofSeconds(8))
                            .recoveredWithin(ofSeconds(8))
                            .holding(ofSeconds(1))
                            .by(playbook("works.yaml", "touch")));
        }
    }

    @Test
    void playbookThatHelps_isCarriedOut_andItsTimesAreReported() {
        // When
        EngineExecutionResults results = Kit.run(IsHelpedByAPlaybook.class);

        // Then
        Kit.assertSucceeded(results, 1);
        assertThat(Files.exists(mark())).isTrue();
        assertThat(Kit.reported(results)).containsKeys("blackstart.ttd", "blackstart.ttm", "blackstart.ttr");
    }

    static class IsNotHelped extends Hurt {
        @ChaosTest
        void isHelped(Chaos chaos) {
            during(chaos, expected -> {
                expected.degraded();
                expected.recoveredWithin(ofSeconds(8)).by(playbook("fails.yaml", "false"));
            });
        }
    }

    @Test
    void playbookWhoseStepFails_fails_byTheStepsName() {
        assertThat(Kit.failure(Kit.run(IsNotHelped.class)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("step 'leave the mark' of ")
                .hasMessageContaining("failed");
    }

    static class HasNoPlaybook extends Hurt {
        @ChaosTest
        void isHelped(Chaos chaos) {
            during(chaos, expected -> {
                expected.degraded();
                expected.recoveredWithin(ofSeconds(8)).by(playbook("absent.yaml", "no-such-command"));
            });
        }
    }

    @Test
    void playbookThatIsNotValid_fails_withItsLine() {
        assertThat(Kit.failure(Kit.run(HasNoPlaybook.class)))
                .isInstanceOf(ExperimentInvalid.class)
                .hasMessageContaining("absent.yaml:")
                .hasMessageContaining("no-such-command");
    }

    static class WaitsTooLong extends NotHurt {
        @ChaosTest
        @Timeout(6)
        void waits(Chaos chaos) {
            during(chaos, expected -> expected.alertWithin(ofSeconds(40)));
        }
    }

    @Test
    @Timeout(30)
    void timeoutWhileSomethingIsExpected_isOne() {
        assertThat(Kit.failure(Kit.run(WaitsTooLong.class)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("timed out after 6 seconds");
    }
}
