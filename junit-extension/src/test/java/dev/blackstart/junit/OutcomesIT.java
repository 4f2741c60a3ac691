package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.fault.network.Stall.stall;
import static dev.blackstart.junit.Feint.feint;
import static dev.blackstart.junit.Feint.nowhere;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** How a test with faults in code can end, and that nothing of it is left then. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
@SuppressWarnings("try") // what a block is about is on, not used
class OutcomesIT {
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    static class Passes extends Echoed {
        @ChaosTest
        void delayIsBorne(Chaos chaos) {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on(LINK))) {
                assertThat(ask()).isGreaterThanOrEqualTo(300);
            }
        }
    }

    @Test
    void faultThatIsFeltAndMet_succeeds_andIsReported() throws IOException {
        // When
        EngineExecutionResults results = Kit.run(Passes.class);

        // Then
        Kit.assertSucceeded(results, 1);
        var reported = Kit.reported(results);
        assertThat(reported.get("blackstart.fault")).contains("latency on client#1->server#1");
        Path journal = Path.of(reported.get("blackstart.journal"));
        assertThat(journal.toString())
                .startsWith("target/blackstart/dev.blackstart.junit.OutcomesIT$Passes.delayIsBorne/");
        assertThat(Files.readString(journal)).contains("run-started", "fault-reverted", "run-ended");
    }

    static class TwoInARow extends Echoed {
        @ChaosTest
        void bothAreFelt(Chaos chaos) {
            for (int millis : new int[] {300, 350}) {
                try (InjectedFault fault =
                        chaos.inject(latency(ofMillis(millis)).on(LINK))) {
                    ask();
                }
            }
        }
    }

    /** It is measured against the link, and not against what the first one did to it. */
    @Test
    void secondFaultOnALink_isFeltLikeTheFirst() {
        Kit.assertSucceeded(Kit.run(TwoInARow.class), 1);
    }

    @WithChaos(seed = 41)
    static class BodyFails extends Echoed {
        @ChaosTest
        void fails(Chaos chaos) {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on(LINK))) {
                ask();
                throw new AssertionFailedError("what the body says");
            }
        }
    }

    @Test
    void failureOfTheBody_staysAsItIs_andSaysWhereTheJournalIs() {
        // When
        Throwable failure = Kit.failure(Kit.run(BodyFails.class));

        // Then
        assertThat(failure).isInstanceOf(AssertionFailedError.class).hasMessage("what the body says");
        assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(told -> assertThat(told)
                        .hasMessageContaining("target/blackstart/dev.blackstart.junit.OutcomesIT$BodyFails.fails/")
                        .hasMessageEndingWith("seed 41"));
    }

    @WithChaos(seed = 41)
    static class NobodyMeetsIt extends Echoed {
        @ChaosTest
        void asksNobody(Chaos chaos) {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on(LINK))) {
                assertThat(fault.evidence()).hasSize(1);
            }
        }
    }

    @Test
    void faultWithoutTraffic_fails_byName() {
        // When
        Throwable failure = Kit.failure(Kit.run(NobodyMeetsIt.class));

        // Then
        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("latency on client#1->server#1")
                .hasMessageContaining(
                        "Its journal: target/blackstart/dev.blackstart.junit.OutcomesIT$NobodyMeetsIt.asksNobody/")
                .hasMessageEndingWith("seed 41");
    }

    static class WithoutEffect extends Echoed {
        @ChaosTest
        void isNotFelt(Chaos chaos) {
            try (InjectedFault fault = chaos.inject(feint().on(LINK))) {
                ask();
            }
        }
    }

    @Test
    void faultWithoutEffect_fails_byName() {
        assertThat(Kit.failure(Kit.run(WithoutEffect.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("feint on client#1->server#1")
                .hasMessageContaining("effect");
    }

    @WithChaos(requireEvidence = false)
    static class NobodyMinds extends Echoed {
        @ChaosTest
        void isNotFelt(Chaos chaos) {
            try (InjectedFault fault = chaos.inject(feint().on(LINK))) {
                ask();
            }
        }
    }

    /** The class says what holds for the methods of {@link ChaosTest}, too. */
    @Test
    void faultWithoutEffect_whereEvidenceIsNotRequired_succeeds_andIsReported() {
        // When
        EngineExecutionResults results = Kit.run(NobodyMinds.class);

        // Then
        Kit.assertSucceeded(results, 1);
        assertThat(Kit.reported(results).get("blackstart.fault")).contains("feint on client#1->server#1");
    }

    static class SetUpFails extends Echoed {
        @BeforeEach
        void fail(Chaos chaos) {
            InjectedFault unused = chaos.inject(stall().on(LINK));
            throw new IllegalStateException("what set-up says");
        }

        @ChaosTest
        void isNotReached(Chaos chaos) {
            throw new AssertionError("reached");
        }
    }

    @Test
    void failureOfSetUp_staysAsItIs_andSaysWhereTheJournalIs() {
        // When
        Throwable failure = Kit.failure(Kit.run(SetUpFails.class));

        // Then
        assertThat(failure).hasMessage("what set-up says");
        assertThat(failure.getSuppressed())
                .anySatisfy(told -> assertThat(told).hasMessageContaining("OutcomesIT$SetUpFails.isNotReached/"));
    }

    static class TearDownFails extends Echoed {
        @ChaosTest
        void leavesItsFault(Chaos chaos) {
            InjectedFault unused = chaos.inject(latency(ofMillis(300)).on(LINK));
            ask();
        }

        @AfterEach
        void fail(Chaos chaos) {
            InjectedFault unused = chaos.inject(stall().on(LINK));
            throw new IllegalStateException("what tear-down says");
        }
    }

    @Test
    void failureOfTearDown_staysAsItIs_andSaysWhereTheJournalIs() {
        // When
        Throwable failure = Kit.failure(Kit.run(TearDownFails.class));

        // Then
        assertThat(failure).hasMessage("what tear-down says");
        assertThat(failure.getSuppressed())
                .anySatisfy(told -> assertThat(told).hasMessageContaining("OutcomesIT$TearDownFails.leavesItsFault/"));
    }

    static class Hangs extends Echoed {
        void hang(Chaos chaos) throws InterruptedException {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on(LINK))) {
                ask();
                NEVER.await();
            }
        }
    }

    static class HangsInItsThread extends Hangs {
        @ChaosTest
        @Timeout(1)
        void hangs(Chaos chaos) throws InterruptedException {
            hang(chaos);
        }
    }

    static class HangsInAThreadOfItsOwn extends Hangs {
        @ChaosTest
        @Timeout(value = 1, threadMode = ThreadMode.SEPARATE_THREAD)
        void hangs(Chaos chaos) throws InterruptedException {
            hang(chaos);
        }
    }

    @Test
    void timeout_inTheTestsThread_isOne() {
        assertThat(Kit.failure(Kit.run(HangsInItsThread.class)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("timed out after 1 second");
    }

    @Test
    void timeout_inAThreadOfItsOwn_isOne() {
        assertThat(Kit.failure(Kit.run(HangsInAThreadOfItsOwn.class)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("timed out after 1 second");
    }

    @WithChaos(requireEvidence = false)
    static class IsInterrupted extends Echoed {
        @ChaosTest
        void goesOn(Chaos chaos) {
            try (InjectedFault fault = chaos.inject(stall().on(LINK))) {
                Thread.currentThread().interrupt();
            }
            assertThat(Thread.interrupted()).as("it is still interrupted").isTrue();
            ask();
        }
    }

    @Test
    void interruptionOfTheTestsThread_isNoReasonToLeaveAFault() {
        Kit.assertSucceeded(Kit.run(IsInterrupted.class), 1);
    }

    static class NeedsWhatNobodyHas extends Echoed {
        void need(Chaos chaos) {
            InjectedFault unused = chaos.inject(nowhere().on(LINK));
        }
    }

    @WithChaos(onMissing = OnMissing.SKIP)
    static class SkipsWithout extends NeedsWhatNobodyHas {
        @ChaosTest
        void needs(Chaos chaos) {
            need(chaos);
        }
    }

    @WithChaos(onMissing = OnMissing.FAIL)
    static class FailsWithout extends NeedsWhatNobodyHas {
        @ChaosTest
        void needs(Chaos chaos) {
            need(chaos);
        }
    }

    @Test
    void missingCapability_skips_orFails_withTheReason() {
        String reason = "it needs a machine that nobody has; build one";
        assertThat(Kit.abortion(Kit.run(SkipsWithout.class)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageStartingWith("skipped: ")
                .hasMessageContaining(reason);
        assertThat(Kit.failure(Kit.run(FailsWithout.class)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining(reason);
    }
}
