package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineExecutionResults;

/** What the annotations go together with. */
@Timeout(60)
@ExtendWith(NothingLeft.class)
@SuppressWarnings("try") // what a block is about is on, not used
class CompositionIT {
    /** Of every test that ran, what it has seen. */
    private static final List<Object> SEEN = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @WithChaos
    static class EveryKindOfTest extends Echoed {
        private void delay(Chaos chaos, int millis) {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(millis)).on(LINK))) {
                assertThat(ask()).isGreaterThanOrEqualTo(millis);
            }
            SEEN.add(chaos);
        }

        @Test
        void plain(Chaos chaos) {
            delay(chaos, 300);
        }

        @ParameterizedTest
        @ValueSource(ints = {310, 350})
        void parameterized(int millis, Chaos chaos) {
            delay(chaos, millis);
        }

        @RepeatedTest(2)
        void repeated(Chaos chaos) {
            delay(chaos, 300);
        }

        /** These share what JUnit gives the factory, and so have to take turns. */
        @TestFactory
        @Execution(ExecutionMode.SAME_THREAD)
        Stream<DynamicTest> dynamic(Chaos chaos) {
            return Stream.of(300, 350).map(millis -> dynamicTest(millis + " ms", () -> delay(chaos, millis)));
        }

        @TestTemplate
        @ExtendWith(Twice.class)
        void template(Chaos chaos) {
            delay(chaos, 300);
        }
    }

    static class Twice implements TestTemplateInvocationContextProvider {
        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            return Stream.of(new TestTemplateInvocationContext() {}, new TestTemplateInvocationContext() {});
        }
    }

    @Test
    void everyKindOfTest_hasAChaosOfItsOwn_andAFolderOfItsOwn() {
        // When
        EngineExecutionResults results = Kit.runInParallel(EveryKindOfTest.class);

        // Then
        Kit.assertSucceeded(results, 9);
        assertThat(SEEN).hasSize(9);
        assertThat(SEEN.stream().distinct()).as("two dynamic tests share one").hasSize(8);
        assertThat(Kit.journals(results))
                .anyMatch(journal -> journal.contains("EveryKindOfTest.parameterized-1/"))
                .anyMatch(journal -> journal.contains("EveryKindOfTest.parameterized-2/"))
                .anyMatch(journal -> journal.contains("EveryKindOfTest.repeated-2/"))
                .anyMatch(journal -> journal.contains("EveryKindOfTest.dynamic/"))
                .anyMatch(journal -> journal.contains("EveryKindOfTest.template-1/"))
                .hasSize(8)
                .doesNotHaveDuplicates();
    }

    @WithChaos
    static class AroundATest {
        @BeforeEach
        void before(Chaos chaos) {
            SEEN.add(chaos);
        }

        @Test
        void test(Chaos chaos) {
            SEEN.add(chaos);
        }

        @AfterEach
        void after(Chaos chaos) {
            SEEN.add(chaos);
        }
    }

    @Test
    void methodsAroundATest_haveItsChaos() {
        // When
        EngineExecutionResults results = Kit.run(AroundATest.class);

        // Then
        Kit.assertSucceeded(results, 1);
        assertThat(SEEN).hasSize(3);
        assertThat(SEEN.stream().distinct()).hasSize(1);
    }

    /** Injects what has no effect: red where evidence is required, green where it is not. */
    abstract static class Unseen extends Echoed {
        void feint(Chaos chaos) {
            try (InjectedFault fault = chaos.inject(Feint.feint().on(LINK))) {
                assertThat(fault.evidence()).hasSize(1);
            }
        }
    }

    @WithChaos(requireEvidence = false)
    abstract static class NobodyMinds extends Unseen {}

    static class Inherits extends NobodyMinds {
        @Test
        void plain(Chaos chaos) {
            feint(chaos);
        }

        @ChaosTest
        void annotated(Chaos chaos) {
            feint(chaos);
        }
    }

    @Test
    void annotationOfASuperclass_holds() {
        Kit.assertSucceeded(Kit.runInParallel(Inherits.class), 2);
    }

    @WithChaos(requireEvidence = false)
    static class Outer extends Unseen {
        @Nested
        class SaysNothing {
            @ChaosTest
            void isLikeTheOuterOne(Chaos chaos) {
                feint(chaos);
            }

            @Nested
            @WithChaos
            class SaysOtherwise {
                @Test
                void requires(Chaos chaos) {
                    feint(chaos);
                }

                @Test
                @WithChaos(requireEvidence = false)
                void doesNot(Chaos chaos) {
                    feint(chaos);
                }
            }
        }
    }

    @Test
    void nearestAnnotation_holds() {
        // When
        EngineExecutionResults results = Kit.runInParallel(Outer.class);

        // Then
        assertThat(results.testEvents().succeeded().stream()
                        .map(each -> each.getTestDescriptor().getDisplayName()))
                .containsExactlyInAnyOrder("isLikeTheOuterOne(Chaos)", "doesNot(Chaos)");
        assertThat(results.testEvents().failed().stream()
                        .map(each -> each.getTestDescriptor().getDisplayName()))
                .containsExactly("requires(Chaos)");
    }

    @Retention(RetentionPolicy.RUNTIME)
    @WithChaos(requireEvidence = false)
    @ChaosTest
    @Tag("slow")
    @interface CarelessTest {}

    static class Composed extends Unseen {
        @CarelessTest
        void careless(Chaos chaos) {
            feint(chaos);
        }

        @ChaosTest
        @Tag("fast")
        void careful(Chaos chaos) {
            feint(chaos);
        }
    }

    @Test
    void annotationOfAUsersOwn_bringsWhatItIsMadeOf() {
        // When
        EngineExecutionResults results = Kit.jupiter(Composed.class)
                .filters(TagFilter.includeTags("slow"))
                .execute();

        // Then
        Kit.assertSucceeded(results, 1);
        results.testEvents().assertStatistics(all -> all.started(1));
    }

    @WithChaos
    static class InBeforeAll {
        @BeforeAll
        static void all(Chaos chaos) {
            SEEN.add(chaos);
        }

        @Test
        void isNotReached() {}
    }

    @WithChaos
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class InBeforeAllOfAnInstance {
        @BeforeAll
        void all(Chaos chaos) {
            SEEN.add(chaos);
        }

        @Test
        void isNotReached() {}
    }

    @WithChaos
    static class InAConstructor {
        InAConstructor(Chaos chaos) {
            SEEN.add(chaos);
        }

        @Test
        void isNotReached() {}
    }

    @Test
    void chaosBeforeAnyTest_isRefused_andSaysWhereItCanBeHad() {
        String told = "a Chaos is one test's: take it in the test method, in @BeforeEach or in @AfterEach, not in ";
        for (Class<?> sample : List.of(InBeforeAll.class, InBeforeAllOfAnInstance.class)) {
            Kit.run(sample)
                    .containerEvents()
                    .assertThatEvents()
                    .haveExactly(
                            1,
                            event(
                                    container(sample),
                                    finishedWithFailure(
                                            instanceOf(ParameterResolutionException.class),
                                            message(text -> text.contains(told)))));
        }
        assertThat(Kit.failure(Kit.run(InAConstructor.class)))
                .isInstanceOf(ParameterResolutionException.class)
                .hasMessageContaining(told);
        assertThat(SEEN).isEmpty();
    }

    static class PaysNothing {
        @Test
        @WithChaos
        void takesNone() {}
    }

    @Test
    void testThatTakesNoChaos_makesNothing() {
        // When
        EngineExecutionResults results = Kit.run(PaysNothing.class);

        // Then
        Kit.assertSucceeded(results, 1);
        assertThat(results.allEvents().reportingEntryPublished().count()).isZero();
    }
}
