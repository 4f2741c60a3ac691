package dev.blackstart.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.util.List;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;
import org.opentest4j.AssertionFailedError;

/** A folder of experiments as tests, run by an engine beside Jupiter. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
class ExperimentsIT {
    @ChaosExperiments("kit/suite")
    static class Suite {}

    private static List<String> names(Events events) {
        return events.stream()
                .map(Event::getTestDescriptor)
                .map(TestDescriptor::getDisplayName)
                .toList();
    }

    private static Throwable failure(EngineExecutionResults results, String name) {
        return results.testEvents().failed().stream()
                .filter(event -> event.getTestDescriptor().getDisplayName().equals(name))
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void folder_hasATestForEachExperiment_namedByItsTitle_inTheOrderOfTheirFiles() {
        // When
        EngineExecutionResults results = Kit.experiments(Suite.class).execute();

        // Then: topologies are none, and what nobody can read is one where experiments lie
        assertThat(names(results.testEvents().started()))
                .containsExactly(
                        "It deviates", "It holds", "It never begins", "kit/suite/d-broken.json", "It holds, deeper");
        assertThat(names(results.testEvents().succeeded())).containsExactly("It holds", "It holds, deeper");
        assertThat(failure(results, "It deviates"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith(
                        "'It deviates' deviated\nIts run: target/blackstart/dev.blackstart.junit.ExperimentsIT$Suite.kit_suite_a-deviates.yaml/")
                .hasMessageEndingWith("seed 0");
        assertThat(failure(results, "It never begins"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageStartingWith("Nothing is known of 'It never begins', its run is inconclusive: ");
        assertThat(failure(results, "kit/suite/d-broken.json"))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("d-broken.json:");
        assertThat(results.containerEvents().failed().count()).isZero();
        assertThat(Kit.journals(results)).hasSize(4);
    }

    @Test
    void singleTest_isRunAgainByItsId() {
        // Given
        List<UniqueId> ids = Kit.experiments(Suite.class).execute().testEvents().succeeded().stream()
                .map(event -> event.getTestDescriptor().getUniqueId())
                .toList();

        // When
        EngineExecutionResults results = EngineTestKit.engine(Kit.EXPERIMENTS)
                .selectors(selectUniqueId(ids.get(1)))
                .execute();

        // Then
        assertThat(names(results.testEvents().started())).containsExactly("It holds, deeper");
    }

    @Test
    void idOfAnotherEngine_isNothing() {
        // Given
        UniqueId jupiters = UniqueId.forEngine(Kit.JUPITER).append("class", Suite.class.getName());

        // When
        EngineExecutionResults results = EngineTestKit.engine(Kit.EXPERIMENTS)
                .selectors(selectUniqueId(jupiters))
                .execute();

        // Then
        assertThat(results.testEvents().started().count()).isZero();
    }

    @ChaosExperiments({"kit/suite/deeper", "kit/other"})
    static class TwoFolders {}

    @Test
    void filesOfOneNameInTwoFolders_areTwoTests() {
        // When
        EngineExecutionResults results = Kit.experiments(TwoFolders.class).execute();

        // Then
        assertThat(names(results.testEvents().succeeded())).containsExactly("It holds, deeper", "It holds, elsewhere");
        assertThat(Kit.journals(results)).hasSize(2).doesNotHaveDuplicates();
    }

    @ChaosExperiments("kit/none")
    static class None {}

    @ChaosExperiments("kit/nowhere")
    static class Nowhere {}

    @Test
    void folderWithoutExperiments_orThatIsNotThere_isARedTest() {
        assertThat(Kit.failure(Kit.experiments(None.class).execute()))
                .hasMessageContaining("there is no experiment in ")
                .hasMessageEndingWith("kit/none");
        assertThat(Kit.failure(Kit.experiments(Nowhere.class).execute()))
                .hasMessageStartingWith("there is no kit/nowhere, neither below ");
    }

    @ChaosExperiments("kit/inconclusive.json")
    @WithChaos(onInconclusive = OnInconclusive.ABORT)
    static class OneFile {}

    @Test
    void termsOfTheClass_hold_andAFileMayBeNamedItself() {
        assertThat(Kit.abortion(Kit.experiments(OneFile.class).execute()))
                .hasMessageStartingWith("Nothing is known of 'A delay that nobody meets'");
    }

    @ChaosExperiments("kit/other")
    @Disabled("not today")
    static class NotToday {}

    @ChaosExperiments("kit/other")
    @Disabled
    static class NotAtAll {}

    @Test
    void disabledClass_isSkipped_withItsReason() {
        for (Class<?> sample : List.of(NotToday.class, NotAtAll.class)) {
            Events skipped = Kit.experiments(sample).execute().containerEvents().skipped();
            assertThat(skipped.stream().map(event -> event.getRequiredPayload(String.class)))
                    .containsExactly(sample == NotToday.class ? "not today" : "NotAtAll is @Disabled");
        }
    }

    @ChaosExperiments("kit/other")
    @Tag("slow")
    static class Slow {}

    @Test
    void tagsOfTheClass_areItsExperiments() {
        for (String tag : List.of("slow", "fast")) {
            EngineExecutionResults results = Kit.experiments(Slow.class)
                    .filters(TagFilter.includeTags(tag))
                    .execute();
            assertThat(results.testEvents().succeeded().count()).as(tag).isEqualTo(tag.equals("slow") ? 1 : 0);
        }
    }

    @ChaosExperiments("kit/other")
    abstract static class Abstract {}

    static class Concrete extends Abstract {}

    @Test
    void abstractClass_isNone_andItsSubclassesAre() {
        assertThat(Kit.experiments(Abstract.class)
                        .execute()
                        .testEvents()
                        .started()
                        .count())
                .isZero();
        assertThat(names(Kit.experiments(Concrete.class).execute().testEvents().succeeded()))
                .containsExactly("It holds, elsewhere");
    }

    @Test
    void classThatIsFilteredOut_isNotRun() {
        // Given
        Filter<?> slow = ClassNameFilter.includeClassNamePatterns(".*Slow");

        // When
        EngineExecutionResults results =
                Kit.experiments(Slow.class, TwoFolders.class).filters(slow).execute();

        // Then
        assertThat(names(results.testEvents().started())).containsExactly("It holds, elsewhere");
    }

    @ChaosExperiments("kit/other")
    static class BesideOthers {
        @Test
        void ordinary() {}
    }

    @Test
    void testsOfJupiterInTheSameClass_runBeside() {
        // Given
        SummaryGeneratingListener summary = new SummaryGeneratingListener();

        // When
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(BesideOthers.class))
                                .build(),
                        summary);

        // Then
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(2);
        assertThat(summary.getSummary().getTotalFailureCount()).isZero();
    }
}
