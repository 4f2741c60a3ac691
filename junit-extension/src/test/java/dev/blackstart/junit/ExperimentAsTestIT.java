package dev.blackstart.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.report.Outcome;
import dev.blackstart.report.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** How an experiment can end that is a test, and that nothing of it is left then. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
class ExperimentAsTestIT {
    static class Holds {
        private static final List<Outcome> SEEN = new ArrayList<>();

        @ChaosTest("kit/held.json")
        void holds(Outcome outcome) {
            SEEN.add(outcome);
        }
    }

    @Test
    void experimentThatHolds_isGreen_andItsBodyGetsTheOutcome() {
        // When
        EngineExecutionResults results = Kit.run(Holds.class);

        // Then
        Kit.assertSucceeded(results, 1);
        Outcome seen = Holds.SEEN.get(0);
        assertThat(seen.verdict()).isEqualTo(Verdict.HELD);
        assertThat(seen.evidence())
                .singleElement()
                .satisfies(fault -> assertThat(fault.exposed()).isTrue());
        var reported = Kit.reported(results);
        assertThat(reported)
                .containsEntry("blackstart.title", "A short delay is borne")
                .containsEntry("blackstart.verdict", "HELD")
                .containsEntry("blackstart.proof", "NONE")
                .containsKey("blackstart.reason");
        assertThat(reported.get("blackstart.journal"))
                .startsWith("target/blackstart/dev.blackstart.junit.ExperimentAsTestIT$Holds.holds/")
                .satisfies(journal -> assertThat(Files.exists(Path.of(journal))).isTrue());
    }

    static class BodyFails {
        @ChaosTest("kit/held.json")
        void asksForMore(Outcome outcome) {
            throw new AssertionFailedError("more than " + outcome.verdict());
        }
    }

    @Test
    void bodyThatAssertsMore_fails() {
        assertThat(Kit.failure(Kit.run(BodyFails.class))).hasMessage("more than HELD");
    }

    static class Deviates {
        @ChaosTest("kit/deviated.json")
        void isNotReached(Outcome outcome) {
            throw new AssertionError("reached");
        }
    }

    @Test
    void experimentThatDeviates_fails_withReasonFolderAndSeed() {
        // When
        EngineExecutionResults results = Kit.run(Deviates.class);

        // Then
        assertThat(Kit.failure(results))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("'A long delay is not borne' deviated: ")
                .hasMessageContaining("web answers")
                .hasMessageContaining("\nIts run: target/blackstart/dev.blackstart.junit.ExperimentAsTestIT$Deviates.")
                .hasMessageEndingWith("seed 7");
        assertThat(Kit.reported(results)).containsEntry("blackstart.verdict", "DEVIATED");
    }

    static class IsInconclusive {
        @ChaosTest("kit/inconclusive.json")
        void tellsNothing() {
            throw new AssertionError("reached");
        }
    }

    @WithChaos(onInconclusive = OnInconclusive.ABORT)
    static class IsAborted {
        @ChaosTest("kit/inconclusive.json")
        void tellsNothing() {
            throw new AssertionError("reached");
        }
    }

    @Test
    void experimentThatTellsNothing_failsInWordsOfItsOwn() {
        assertThat(Kit.failure(Kit.run(IsInconclusive.class)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("Nothing is known of 'A delay that nobody meets', its run is inconclusive: ")
                .hasMessageContaining("api#1->web#1")
                .hasMessageEndingWith("seed 7");
    }

    @Test
    void experimentThatTellsNothing_whereTheClassDoesNotMind_isAborted() {
        assertThat(Kit.abortion(Kit.run(IsAborted.class)))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageStartingWith("Nothing is known of 'A delay that nobody meets'");
    }

    static class IsInvalid {
        @ChaosTest("kit/invalid.json")
        void cannotRun() {
            throw new AssertionError("reached");
        }
    }

    @Test
    void fileThatIsNotValid_fails_withAllOfItsProblemsAndTheirLines() {
        assertThat(Kit.failure(Kit.run(IsInvalid.class)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("kit/invalid.json cannot be run:\n")
                .hasMessageContaining("invalid.json:11")
                .hasMessageContaining("latancy")
                .hasMessageContaining("did you mean latency?")
                .hasMessageContaining("invalid.json:22")
                .hasMessageContaining("apy");
    }

    static class IsNotThere {
        @ChaosTest("kit/nowhere.json")
        void cannotRun() {
            throw new AssertionError("reached");
        }
    }

    @Test
    void fileThatIsNotThere_fails_andSaysWhereItWasLookedFor() {
        assertThat(Kit.failure(Kit.run(IsNotThere.class)))
                .hasMessageStartingWith("there is no kit/nowhere.json, neither below ")
                .hasMessageEndingWith("nor on the class path");
    }

    static class TakesTooLong {
        @ChaosTest("kit/long.json")
        @Timeout(3)
        void doesNotEnd() {
            throw new AssertionError("reached");
        }
    }

    static class TakesTooLongElsewhere {
        @ChaosTest("kit/long.json")
        @Timeout(value = 3, threadMode = ThreadMode.SEPARATE_THREAD)
        void doesNotEnd() {
            throw new AssertionError("reached");
        }
    }

    @Test
    void timeout_inTheTestsThread_stopsTheRun() {
        // When
        EngineExecutionResults results = Kit.run(TakesTooLong.class);

        // Then
        assertThat(Kit.failure(results))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("timed out after 3 seconds");
        assertThat(Kit.reported(results).get("blackstart.reason")).contains("interruption of the test");
    }

    /** JUnit lets go of the thread, and nobody else waits for what it does. */
    @Test
    void timeout_inAThreadOfItsOwn_stopsTheRun_beforeTheTestIsOver() throws Exception {
        // When
        Throwable failure = Kit.failure(Kit.run(TakesTooLongElsewhere.class));

        // Then
        assertThat(NothingLeft.processes()).isEmpty();
        assertThat(NothingLeft.ledgers()).isEmpty();
        assertThat(failure).isInstanceOf(TimeoutException.class).hasMessageContaining("timed out after 3 seconds");
    }
}
