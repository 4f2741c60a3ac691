package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.junit.Rate.perSecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.fault.FaultFailed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;

/** What is written wrongly gets a message that says what would be right, as the failure of the test that does it. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
@SuppressWarnings("try") // what a block is about is on, not used
class BadUseIT {
    static class UnknownLink extends Echoed {
        @ChaosTest
        void test(Chaos chaos) {
            InjectedFault unused = chaos.inject(latency(ofMillis(300)).on("client->sever"));
        }
    }

    @Test
    void unknownLink_saysWhichThereAre() {
        assertThat(Kit.failure(Kit.run(UnknownLink.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sever")
                .hasMessageContaining("server");
    }

    static class NoLinkAtAll {
        @ChaosTest
        void test(Chaos chaos) {
            Endpoint unused = chaos.link("client->server");
        }
    }

    @Test
    void linkToNobody_isTold() {
        assertThat(Kit.failure(Kit.run(NoLinkAtAll.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'server'");
    }

    static class NoName {
        @ChaosTest
        void test(Chaos chaos) {
            Endpoint unused = chaos.link("server", "localhost", 80);
        }
    }

    @Test
    void linkWithoutAnArrow_saysHowItIsWritten() {
        assertThat(Kit.failure(Kit.run(NoName.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a link is written client->server, not 'server'");
    }

    static class NoPort {
        @ChaosTest
        void test(Chaos chaos) {
            Endpoint unused = chaos.link("client->server", "localhost", 0);
        }
    }

    @Test
    void linkToPort0_saysWhichPortsThereAre() {
        assertThat(Kit.failure(Kit.run(NoPort.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("link.port must be in 1..65535: 0");
    }

    static class TwoServers extends Echoed {
        @ChaosTest
        void test(Chaos chaos) {
            Endpoint unused = chaos.link(LINK, "127.0.0.1", 1);
        }
    }

    @Test
    void secondServerOfOneName_saysWhereTheFirstOneIs() {
        assertThat(Kit.failure(Kit.run(TwoServers.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("link 'client->server' leads to 127.0.0.1:")
                .hasMessageContaining("another name");
    }

    static class TwiceOnOneLink extends Echoed {
        @ChaosTest
        void test(Chaos chaos) {
            InjectedFault unused = chaos.inject(latency(ofMillis(300)).on(LINK));
            chaos.inject(latency(ofMillis(90)).on(LINK));
        }
    }

    @Test
    void secondFaultOfAKindOnOneTarget_saysToRevertTheFirst() {
        assertThat(Kit.failure(Kit.run(TwiceOnOneLink.class)))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("latency on client#1->server#1:")
                .hasMessageContaining("a fault of that kind is already in force there; revert it first");
    }

    static class NeitherSystemNorChaos {
        @ChaosTest
        void breaksNothing() {}
    }

    @Test
    void chaosTest_thatNamesNoExperimentAndTakesNoChaos_saysWhatToWrite() {
        assertThat(Kit.failure(Kit.run(NeitherSystemNorChaos.class)))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("@ChaosTest on NeitherSystemNorChaos.breaksNothing names no experiment")
                .hasMessageContaining("a parameter of type Chaos");
    }

    static class NoLoad extends Echoed {
        @ChaosTest
        void test(Chaos chaos) {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on(LINK))) {
                ask();
                Expectation unused = chaos.expect();
            }
        }
    }

    @Test
    void expectationWithoutALoad_saysHowToGiveOne() {
        assertThat(Kit.failure(Kit.run(NoLoad.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is none: write chaos.load(perSecond(40), () -> client.call())");
    }

    static class NoFault extends Echoed {
        @ChaosTest
        void test(Chaos chaos) {
            chaos.load(perSecond(40), this::ask);
            Expectation unused = chaos.expect();
        }
    }

    @Test
    void expectationWithoutAFault_saysWhereItBelongs() {
        assertThat(Kit.failure(Kit.run(NoFault.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chaos.expect() in the block of chaos.inject(…)");
    }

    static class TwoLoads extends Echoed {
        @ChaosTest
        void test(Chaos chaos) {
            chaos.load(perSecond(40), this::ask);
            chaos.load(perSecond(40), this::ask);
        }
    }

    @Test
    void secondLoad_isRefused() {
        assertThat(Kit.failure(Kit.run(TwoLoads.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("there is a load already; a test has one");
    }

    static class LateWord extends Echoed {
        @ChaosTest
        void test(Chaos chaos) {
            Load<Long> load = chaos.load(perSecond(40), this::ask).start();
            load.timeout(ofSeconds(2));
        }
    }

    @Test
    void loadThatIsUnderWay_isNotChanged() {
        assertThat(Kit.failure(Kit.run(LateWord.class)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the load is under way");
    }

    static class TooFewRequests extends Echoed {
        @ChaosTest
        void test(Chaos chaos) {
            chaos.load(perSecond(5), this::ask)
                    .slo(Slo.full(0.9).alerting(5, ofSeconds(2), ofMillis(500)))
                    .start();
        }
    }

    @Test
    void loadTooSmallForItsAlert_saysHowMuchItTakes() {
        assertThat(Kit.failure(Kit.run(TooFewRequests.class)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5/s is too few for the alert")
                .hasMessageContaining("at least 20/s");
    }

    @WithChaos
    static class AfterTheTest extends Echoed {
        private static final List<Chaos> KEPT = new ArrayList<>();

        @Test
        void test(Chaos chaos) {
            KEPT.add(chaos);
        }
    }

    @Test
    void chaosOfATestThatIsOver_isRefused() {
        // Given
        EngineExecutionResults results = Kit.run(AfterTheTest.class);

        // When, then
        Kit.assertSucceeded(results, 1);
        assertThatThrownBy(() -> AfterTheTest.KEPT.get(0).link("client->server", "127.0.0.1", 80))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the test is over");
    }

    static class SaidByHalf extends Echoed {
        @ChaosTest
        void test(Chaos chaos) {
            chaos.load(perSecond(40), this::ask);
            try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on(LINK))) {
                Expectation.Recovery unused = chaos.expect().recoveredWithin(ofSeconds(3));
            }
        }
    }

    @Test
    void recoveryOfWhichItIsNotSaidWhatBringsIt_failsTheTest() {
        assertThat(Kit.failure(Kit.run(SaidByHalf.class)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage(
                        "recoveredWithin(3s) says nothing by itself: end it with .by(playbook), .by(code) or .byItself()");
    }
}
