package dev.blackstart.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.experiment.Activity;
import dev.blackstart.journal.Event;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.CallContext;
import dev.blackstart.provider.NotMeasurable;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineTest {
    private final Acts acts = new Acts();

    /** One row of reference §4 each: how the hypothesis or the method goes, then status, deviated, which rollbacks strategies play. */
    @ParameterizedTest
    @CsvSource({
        "fine,          completed, false, default always",
        "before-unmet,  completed, false, default always",
        "before-failed, failed,    false, always",
        "after-unmet,   completed, true,  default always deviated",
        "after-failed,  failed,    true,  always deviated",
        "method-failed, completed, false, default always",
        "method-error,  aborted,   false, default always",
        "interrupted,   interrupted, false, always",
    })
    void run_comesToTheStatusOfTheReference(String course, String status, boolean deviated, String playing) {
        for (RollbackStrategy rollbacks : RollbackStrategy.values()) {
            // Given
            Acts fresh = new Acts();
            Strategies strategies = new Strategies(HypothesisStrategy.DEFAULT, rollbacks, Dry.NONE);

            // When
            Map<String, @Nullable Object> journal = conduct(fresh, course, strategies);

            // Then
            assertThat(journal).as(course + " " + rollbacks).containsEntry("status", status);
            assertThat(journal).as(course + " " + rollbacks).containsEntry("deviated", deviated);
            assertThat(fresh.called().contains("rollback"))
                    .as(course + " plays rollbacks with " + rollbacks)
                    .isEqualTo(List.of(playing.split(" ", -1)).contains(rollbacks.spelling()));
        }
    }

    private static Map<String, @Nullable Object> conduct(Acts acts, String course, Strategies strategies) {
        AtomicInteger evaluations = new AtomicInteger();
        Activity probe = acts.probe("probe", 1L, context -> {
            String moment = evaluations.incrementAndGet() == 1 ? "before" : "after";
            if (course.equals(moment + "-failed")) {
                throw new ActivityFailed("no answer");
            }
            return course.equals(moment + "-unmet") ? 2L : 1L;
        });
        Activity method = acts.act("method", context -> {
            switch (course) {
                case "method-failed" -> throw new ActivityFailed("no answer");
                case "method-error" -> throw new StackOverflowError("far too deep");
                case "interrupted" -> {
                    acts.interruptions.interrupt("SIGINT");
                    context.cancellation().check();
                }
                default -> {}
            }
            return null;
        });
        return acts.run(
                strategies, List.of(probe), List.of(method), List.of(acts.act("rollback", EngineTest::nothing)));
    }

    @Test
    void run_stopsAtTheFirstProbeThatMissesItsTolerance() {
        // When
        Map<String, @Nullable Object> journal = acts.run(
                Strategies.DEFAULT,
                List.of(
                        acts.probe("good", 1L, context -> 1L),
                        acts.probe("bad", 1L, context -> 2L),
                        acts.probe("later", 1L, context -> 1L)),
                List.of(acts.act("method", EngineTest::nothing)),
                List.of());

        // Then
        assertThat(acts.called()).containsExactly("good", "bad");
        assertThat(journal).containsEntry("run", List.of());
    }

    @Test
    void run_ofAnActivityThatFails_goesOnAndKeepsTheException() {
        // Given
        Activity failing = acts.act("failing", context -> {
            throw new ActivityFailed("no answer");
        });

        // When
        Map<String, @Nullable Object> journal = acts.run(
                Strategies.DEFAULT, List.of(), List.of(failing, acts.act("next", EngineTest::nothing)), List.of());

        // Then
        assertThat(acts.called()).containsExactly("failing", "next");
        assertThat(runs(journal).get(0))
                .containsEntry("status", "failed")
                .containsEntry("output", null)
                .containsEntry("exception", List.of("chaoslib.exceptions.ActivityFailed: no answer\n"));
    }

    @Test
    void run_afterAnUnexpectedError_skipsTheRestOfTheMethodAndItsEntryHasNoStatus() {
        // Given
        Activity broken = acts.act("broken", context -> {
            throw new StackOverflowError("far too deep");
        });

        // When
        Map<String, @Nullable Object> journal = acts.run(
                Strategies.DEFAULT, List.of(), List.of(broken, acts.act("next", EngineTest::nothing)), List.of());

        // Then
        assertThat(acts.called()).containsExactly("broken");
        assertThat(runs(journal))
                .singleElement()
                .satisfies(run ->
                        assertThat(run).containsKeys("end", "duration").doesNotContainKeys("status", "exception"));
    }

    @Test
    void run_ofANativeFunctionThatThrows_fails() {
        // Given
        Activity failing = acts.act("failing", context -> {
            throw new IllegalArgumentException("no such thing");
        });

        // When
        Map<String, @Nullable Object> journal = acts.run(Strategies.DEFAULT, List.of(), List.of(failing), List.of());

        // Then
        assertThat(journal).containsEntry("status", "completed");
        assertThat(runs(journal).get(0)).containsEntry("status", "failed");
        assertThat(String.valueOf(runs(journal).get(0).get("exception"))).contains("no such thing");
    }

    @Test
    void run_ofAProbeThatCannotSay_isUnmetAndSaysWhyInTheEvents() {
        // Given
        Activity probe = acts.probe("sli", 1L, context -> {
            throw new NotMeasurable("3 samples, 10 are needed");
        });

        // When
        Map<String, @Nullable Object> journal = acts.run(Strategies.DEFAULT, List.of(probe), List.of(), List.of());

        // Then
        assertThat(journal).containsEntry("status", "completed").containsEntry("deviated", false);
        assertThat(acts.sink().events())
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(Event.ActivityEnded.class, ended -> {
                    assertThat(ended.unclear()).isEqualTo("3 samples, 10 are needed");
                    assertThat(ended.toleranceMet()).isNull();
                }));
    }

    @Test
    void run_ofAProbeWithATolerance_leavesTheJudgementToWhoReadsTheEvents() {
        // Given
        Activity probe = acts.probe("sli", 1L, context -> 1L);

        // When
        acts.run(Strategies.DEFAULT, List.of(probe), List.of(), List.of());

        // Then
        assertThat(acts.sink().events())
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(Event.ActivityEnded.class, ended -> {
                    assertThat(ended.tolerance()).isEqualTo(1L);
                    assertThat(ended.toleranceMet()).isNull();
                }));
    }

    @Test
    void run_ofAToleranceThatNamesASecret_doesNotTellIt() {
        // Given
        acts.secrets.put("db", Map.of("password", "s3cret"));
        Activity probe = acts.probe("sli", "${password}", context -> "wrong");

        // When
        acts.run(Strategies.DEFAULT, List.of(probe), List.of(), List.of());

        // Then
        assertThat(acts.sink().events().toString()).doesNotContain("s3cret");
        assertThat(acts.sink().events())
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(Event.ActivityEnded.class, ended -> {
                    assertThat(ended.tolerance()).isNull();
                    assertThat(ended.toleranceMet()).isFalse();
                }));
    }

    @Test
    void run_ofAProbeThatFails_isUnmetInTheEvents() {
        // Given
        Activity probe = acts.probe("sli", 1L, context -> {
            throw new ActivityFailed("no answer");
        });

        // When
        acts.run(Strategies.DEFAULT, List.of(probe), List.of(), List.of());

        // Then
        assertThat(acts.sink().events())
                .anySatisfy(event -> assertThat(event).isInstanceOfSatisfying(Event.ActivityEnded.class, ended -> {
                    assertThat(ended.status()).isEqualTo("failed");
                    assertThat(ended.toleranceMet()).isFalse();
                }));
    }

    @Test
    void run_ofBackgroundActivities_joinsThemBeforeTheHypothesisIsEvaluatedAgain() {
        // Given
        List<String> order = new ArrayList<>();
        CountDownLatch foregroundDone = new CountDownLatch(1);
        Activity background = acts.act(
                "background",
                context -> {
                    awaited(foregroundDone);
                    order.add("background");
                    return null;
                },
                true,
                Activity.Pauses.NONE,
                null);
        Activity foreground = acts.act("foreground", context -> {
            order.add("foreground");
            foregroundDone.countDown();
            return null;
        });
        Activity probe = acts.probe("probe", 1L, context -> {
            order.add("probe");
            return 1L;
        });

        // When
        Map<String, @Nullable Object> journal =
                acts.run(Strategies.DEFAULT, List.of(probe), List.of(background, foreground), List.of());

        // Then
        assertThat(order).containsExactly("probe", "foreground", "background", "probe");
        assertThat(runs(journal)).hasSize(2);
    }

    @Test
    void run_ofManyBackgroundActivities_keepsTheOrderOfTheFile() {
        // Given
        List<Activity> method = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            method.add(acts.act("b" + i, EngineTest::nothing, true, Activity.Pauses.NONE, null));
        }

        // When
        Map<String, @Nullable Object> journal = acts.run(Strategies.DEFAULT, List.of(), method, List.of());

        // Then
        assertThat(runs(journal).stream().map(run -> String.valueOf(run.get("activity"))))
                .containsExactlyElementsOf(method.stream()
                        .map(each -> "{name=" + ((Activity.Definition) each).name() + "}")
                        .toList());
    }

    @Test
    void run_ofABackgroundActivityWithAnUnexpectedError_completes() {
        // Given
        Activity background = acts.act(
                "background",
                context -> {
                    throw new StackOverflowError();
                },
                true,
                Activity.Pauses.NONE,
                null);

        // When
        Map<String, @Nullable Object> journal = acts.run(Strategies.DEFAULT, List.of(), List.of(background), List.of());

        // Then
        assertThat(journal).containsEntry("status", "completed");
        assertThat(runs(journal).get(0)).doesNotContainKey("status");
    }

    @Test
    void run_interruptedWithABackgroundActivityThatTakesNoNotice_leavesTimeToCleanUp() {
        // Given
        CountDownLatch letGo = new CountDownLatch(1);
        Activity deaf = acts.act(
                "deaf",
                context -> {
                    acts.interruptions.interrupt("SIGINT");
                    awaited(letGo);
                    return null;
                },
                true,
                Activity.Pauses.NONE,
                null);
        RunClock clock = new RunClock();
        Instant start = clock.instant();

        // When
        Map<String, @Nullable Object> journal = acts.run(Strategies.DEFAULT, List.of(), List.of(deaf), List.of());

        // Then
        letGo.countDown();
        assertThat(Duration.between(start, clock.instant())).isLessThan(Duration.ofMillis(2_500));
        assertThat(journal).containsEntry("status", "interrupted");
    }

    @Test
    void run_interruptedTwiceWithABackgroundActivity_givesItNoMoreTime() {
        // Given
        Activity sleeping = acts.act(
                "sleeping",
                context -> {
                    acts.interruptions.interrupt("SIGINT");
                    acts.interruptions.interrupt("SIGINT");
                    context.cancellation().sleep(Duration.ofMinutes(10));
                    return null;
                },
                true,
                Activity.Pauses.NONE,
                null);
        RunClock clock = new RunClock();
        Instant start = clock.instant();

        // When
        acts.run(Strategies.DEFAULT, List.of(), List.of(sleeping), List.of());

        // Then
        assertThat(Duration.between(start, clock.instant())).isLessThan(BackgroundActivities.GRACE);
    }

    @Test
    void run_interruptedInAPause_keepsTheActivityAndPlaysNoRollbacks() {
        // Given
        Activity paused = acts.act(
                "paused",
                context -> {
                    acts.interruptions.interrupt("SIGTERM");
                    return "done";
                },
                false,
                new Activity.Pauses(null, 600L),
                null);

        // When
        Map<String, @Nullable Object> journal = acts.run(
                Strategies.DEFAULT,
                List.of(),
                List.of(paused, acts.act("next", EngineTest::nothing)),
                List.of(acts.act("rollback", EngineTest::nothing)));

        // Then
        assertThat(acts.called()).containsExactly("paused");
        assertThat(runs(journal))
                .singleElement()
                .satisfies(run -> assertThat(run).containsEntry("output", "done"));
        assertThat(acts.sink().events()).contains(new Event.RunInterrupted("SIGTERM"));
    }

    @Test
    void run_interruptedTwice_stopsTheRollbacksToo() {
        // Given
        Activity method = acts.act("method", context -> {
            acts.interruptions.interrupt("SIGINT");
            return null;
        });
        Activity rollback = acts.act("rollback", context -> {
            acts.interruptions.interrupt("SIGINT");
            context.cancellation().sleep(Duration.ofMinutes(10));
            return null;
        });

        // When
        Map<String, @Nullable Object> journal = acts.run(
                new Strategies(HypothesisStrategy.DEFAULT, RollbackStrategy.ALWAYS, Dry.NONE),
                List.of(),
                List.of(method),
                List.of(rollback, acts.act("second", EngineTest::nothing)));

        // Then
        assertThat(acts.called()).containsExactly("method", "rollback");
        assertThat(journal).containsEntry("status", "interrupted");
    }

    @Test
    void run_interrupted_revertsBeforeTheRollbacks_andTheStagesLimitThem() {
        // Given
        Activity method = acts.act("method", context -> {
            acts.interruptions.interrupt("SIGINT");
            return null;
        });
        Activity hanging = acts.act("hanging", context -> {
            context.cancellation().sleep(Duration.ofSeconds(5));
            return null;
        });
        List<String> order = new ArrayList<>();
        Stages limiting = new Stages() {
            @Override
            public void afterInterruption() {
                order.add("reverted, having played " + acts.called());
            }

            @Override
            public Cancellation limitRollbacks(Cancellation abandoned) {
                Cancellation limit = new Cancellation();
                limit.cancel("it took too long");
                return limit;
            }

            @Override
            public void afterRollbacks() {
                order.add("after");
            }
        };

        // When
        Map<String, @Nullable Object> journal = acts.run(
                new Strategies(HypothesisStrategy.DEFAULT, RollbackStrategy.ALWAYS, Dry.NONE),
                limiting,
                List.of(),
                List.of(method),
                List.of(hanging));

        // Then
        assertThat(order).containsExactly("reverted, having played [method]", "after");
        assertThat(journal).containsEntry("status", "interrupted");
        assertThat(acts.sink().events())
                .containsSubsequence(new Event.RunInterrupted("SIGINT"), new Event.RunInterrupted("it took too long"));
    }

    @Test
    void run_withSigusr2_neverPlaysRollbacks() {
        // Given
        Activity method = acts.act("method", context -> {
            acts.interruptions.interrupt("SIGUSR2");
            return null;
        });

        // When
        acts.run(
                new Strategies(HypothesisStrategy.DEFAULT, RollbackStrategy.ALWAYS, Dry.NONE),
                List.of(),
                List.of(method),
                List.of(acts.act("rollback", EngineTest::nothing)));

        // Then
        assertThat(acts.called()).containsExactly("method");
    }

    @Test
    void run_ofARollbackWithAnUnexpectedError_playsTheOthersAndAborts() {
        // Given
        Activity broken = acts.act("broken", context -> {
            throw new StackOverflowError();
        });

        // When
        Map<String, @Nullable Object> journal = acts.run(
                Strategies.DEFAULT, List.of(), List.of(), List.of(broken, acts.act("second", EngineTest::nothing)));

        // Then
        assertThat(acts.called()).containsExactly("broken", "second");
        assertThat(journal).containsEntry("status", "aborted");
    }

    @Test
    void run_callsTheStagesBetweenTheSteps() {
        // Given
        List<String> order = new ArrayList<>();
        Stages stages = new Stages() {
            @Override
            public void beforeHypothesis() {
                order.add("before-hypothesis " + acts.called());
            }

            @Override
            public boolean baselineHeld() {
                return order.add("baseline " + acts.called());
            }

            @Override
            public void afterMethod() {
                order.add("after-method " + acts.called());
            }

            @Override
            public void afterHypothesis() {
                order.add("after-hypothesis " + acts.called());
            }

            @Override
            public void afterRollbacks() {
                order.add("after-rollbacks " + acts.called());
            }
        };

        // When
        acts.run(
                Strategies.DEFAULT,
                stages,
                List.of(acts.probe("p", 1L, context -> 1L)),
                List.of(acts.act("m", EngineTest::nothing)),
                List.of(acts.act("r", EngineTest::nothing)));

        // Then
        assertThat(order)
                .containsExactly(
                        "before-hypothesis []",
                        "baseline [p]",
                        "after-method [p, m]",
                        "after-hypothesis [p, m, p]",
                        "after-rollbacks [p, m, p, r]");
    }

    @Test
    void run_whoseBaselineDoesNotHold_skipsTheMethod() {
        // Given
        Stages stages = new Stages() {
            @Override
            public boolean baselineHeld() {
                return false;
            }
        };

        // When
        acts.run(
                Strategies.DEFAULT,
                stages,
                List.of(),
                List.of(acts.act("m", EngineTest::nothing)),
                List.of(acts.act("r", EngineTest::nothing)));

        // Then
        assertThat(acts.called()).containsExactly("r");
    }

    @Test
    void run_dry_succeedsWithoutCallingAnything() {
        // When
        Map<String, @Nullable Object> journal = acts.run(
                new Strategies(HypothesisStrategy.DEFAULT, RollbackStrategy.DEFAULT, Dry.ACTIVITIES),
                List.of(acts.probe("p", 1L, context -> 2L)),
                List.of(acts.act("m", EngineTest::nothing, false, new Activity.Pauses(600L, 600L), null)),
                List.of(acts.act("r", EngineTest::nothing)));

        // Then
        assertThat(acts.called()).isEmpty();
        assertThat(journal).containsEntry("status", "completed").containsEntry("deviated", false);
        assertThat(runs(journal).get(0)).containsEntry("status", "succeeded").containsEntry("output", null);
    }

    @Test
    void run_ofAReferenceToNothing_aborts() {
        // Given
        Activity reference = new Activity.Reference(
                Acts.AT, new dev.blackstart.document.Node.Mapping(Acts.AT, Map.of()), "zz", false, null);

        // When
        Map<String, @Nullable Object> journal = acts.run(
                Strategies.DEFAULT, List.of(), List.of(reference), List.of(acts.act("r", EngineTest::nothing)));

        // Then
        assertThat(journal).containsEntry("status", "aborted").containsEntry("run", List.of());
        assertThat(acts.called()).containsExactly("r");
    }

    private static @Nullable Object nothing(CallContext context) {
        return null;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> runs(Map<String, @Nullable Object> journal) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(journal.get("run"));
    }
}
