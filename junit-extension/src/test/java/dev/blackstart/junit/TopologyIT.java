package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.fault.process.Crash.crash;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.experiment.ExperimentInvalid;
import dev.blackstart.topology.TopologyFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EventConditions;
import org.junit.platform.testkit.engine.TestExecutionResultConditions;

/** The servers of a topology file around tests, and that nothing of them is left. */
@Timeout(120)
@ExtendWith(NothingLeft.class)
@SuppressWarnings("try") // what a block is about is on, not used
class TopologyIT {
    private static final List<String> PIDS = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        PIDS.clear();
    }

    private static void note(Chaos chaos) {
        PIDS.add(Tiny.pid(chaos.link("test->api")));
    }

    @Topology("kit/one.yaml")
    static class OfTheClass {
        @Test
        void one(Chaos chaos) {
            note(chaos);
        }

        @Test
        void two(Chaos chaos) {
            note(chaos);
        }
    }

    @Test
    void topologyOfAClass_isStartedAnewForEachTest() {
        // When
        EngineExecutionResults results = Kit.run(OfTheClass.class);

        // Then
        Kit.assertSucceeded(results, 2);
        assertThat(PIDS).hasSize(2).doesNotHaveDuplicates();
    }

    @Topology(value = "kit/one.yaml", reuse = true)
    static class Reused {
        @Test
        void one(Chaos chaos) {
            note(chaos);
        }

        @Test
        void two(Chaos chaos) {
            note(chaos);
        }

        @Nested
        class Within {
            @Test
            void three(Chaos chaos) {
                note(chaos);
            }

            @Nested
            class Deeper {
                @Test
                void four(Chaos chaos) {
                    note(chaos);
                }
            }
        }

        @Nested
        @Topology("kit/one.yaml")
        class WithItsOwn {
            @Test
            void five(Chaos chaos) {
                note(chaos);
            }
        }
    }

    @Test
    void reusedTopology_isStartedOnce_forNestedClassesToo() {
        // When
        EngineExecutionResults results = Kit.run(Reused.class);

        // Then
        Kit.assertSucceeded(results, 5);
        assertThat(PIDS).hasSize(5);
        assertThat(PIDS.stream().distinct()).hasSize(2);
    }

    @Topology(value = "kit/one.yaml", reuse = true)
    static class CrashesWhatIsReused {
        @Test
        void one(Chaos chaos) {
            note(chaos);
            try (InjectedFault fault = chaos.inject(crash().on("api"))) {
                assertThat(fault.evidence()).hasSize(1);
            }
            note(chaos);
        }

        @Test
        void two(Chaos chaos) {
            note(chaos);
        }
    }

    /** A crash's revert is a start. Whether it met traffic is not asked: nobody asks the replica here. */
    @WithChaos(requireEvidence = false)
    static class CrashesUnseen extends CrashesWhatIsReused {}

    @Test
    void replicaThatATestCrashed_isThereAgainForTheNext() {
        // When
        EngineExecutionResults results = Kit.run(CrashesUnseen.class);

        // Then
        Kit.assertSucceeded(results, 2);
        assertThat(PIDS).hasSize(3);
    }

    @Topology(value = "kit/dies.yaml", reuse = true)
    static class OverriddenByMethods {
        @Test
        @Topology("kit/one.yaml")
        void one(Chaos chaos) {
            note(chaos);
        }
    }

    @Topology("kit/dies.yaml")
    static class Overridden {
        @Test
        @Topology("kit/one.yaml")
        void one(Chaos chaos) {
            note(chaos);
        }
    }

    static class OfTheMethod {
        @ChaosTest
        @Topology("kit/tiny.yaml")
        void delayBetweenServers(Chaos chaos) {
            note(chaos);
            try (InjectedFault fault = chaos.inject(latency(ofMillis(100)).on("web->api"))) {
                assertThat(fault.evidence()).hasSize(1);
            }
        }
    }

    @Test
    void topologyOfAMethod_goesBeforeTheClass() {
        // When
        EngineExecutionResults results = Kit.run(Overridden.class);

        // Then
        Kit.assertSucceeded(results, 1);
        assertThat(PIDS).hasSize(1);
    }

    @Test
    void topologyOfAMethod_isUsed_andItsLogsAreKept() {
        // When
        EngineExecutionResults results = Kit.run(OfTheMethod.class);

        // Then
        Kit.assertSucceeded(results, 1);
        Path journal = Path.of(String.valueOf(Kit.reported(results).get("blackstart.journal")));
        assertThat(Files.exists(journal.resolveSibling("logs").resolve("web-1.log")))
                .isTrue();
    }

    @Topology("kit/dies.yaml")
    static class DoesNotStart {
        @BeforeEach
        void isNotReached() {
            throw new AssertionError("reached");
        }

        @Test
        void isNotReached(Chaos chaos) {
            throw new AssertionError("reached");
        }

        /** JUnit calls it all the same. */
        @AfterEach
        void cannotHaveIt(Chaos chaos) {}
    }

    @Test
    void topologyThatDoesNotStart_isAFailedSetUp_withTheServersLastWords() {
        assertThat(Kit.failure(Kit.run(DoesNotStart.class)))
                .isInstanceOf(TopologyFailed.class)
                .hasMessageContaining("web#1 ended with status 3 before it was ready")
                .hasMessageContaining("cannot go on: no such feature flag");
    }

    @Test
    void reusedTopologyThatDoesNotStart_failsTheClass() {
        // When
        EngineExecutionResults results = Kit.run(OverriddenByMethods.class);

        // Then
        assertThat(results.testEvents().started().count()).isZero();
        results.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        EventConditions.event(EventConditions.finishedWithFailure(
                                TestExecutionResultConditions.instanceOf(TopologyFailed.class))));
    }

    @Topology("kit/broken.yaml")
    static class IsNotValid {
        @Test
        void isNotReached(Chaos chaos) {
            throw new AssertionError("reached");
        }
    }

    @Test
    void topologyFileThatIsNotValid_fails_withAllOfItsProblemsAndTheirLines() {
        assertThat(Kit.failure(Kit.run(IsNotValid.class)))
                .isInstanceOf(ExperimentInvalid.class)
                .hasMessageContaining("broken.yaml:6")
                .hasMessageContaining("reddy")
                .hasMessageContaining("broken.yaml:10")
                .hasMessageContaining("smoke");
    }

    @Topology(value = "kit/one.yaml", reuse = true)
    @Disabled("not today")
    static class OfADisabledClass {
        @Test
        void isNotReached(Chaos chaos) {
            throw new AssertionError("reached");
        }
    }

    @Topology("kit/one.yaml")
    static class OfADisabledMethod {
        @Test
        @Disabled("not today")
        void isNotReached(Chaos chaos) {
            throw new AssertionError("reached");
        }

        @AfterAll
        static void look() throws Exception {
            assertThat(NothingLeft.processes()).isEmpty();
        }
    }

    @Test
    void whatIsDisabled_startsNothing() {
        // When
        EngineExecutionResults ofClass = Kit.run(OfADisabledClass.class);
        EngineExecutionResults ofMethod = Kit.run(OfADisabledMethod.class);

        // Then
        assertThat(ofClass.allEvents().reportingEntryPublished().count()).isZero();
        assertThat(ofClass.containerEvents().skipped().count()).isEqualTo(1);
        assertThat(ofMethod.testEvents().skipped().count()).isEqualTo(1);
        assertThat(ofMethod.containerEvents().failed().count()).isZero();
    }
}
