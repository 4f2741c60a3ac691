package dev.blackstart.engine;

import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Hypothesis;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Section;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass through an experiment in Chaos Toolkit's order: hypothesis, method, hypothesis, rollbacks, with {@link Stages} in between.
 * Stands between plan and journal: what it finds out it writes as events, and it returns nothing that is judged. Used once, by one
 * thread, which then owns the pass.
 */
public final class Engine {
    private final Experiment experiment;
    private final Strategies strategies;
    private final ActivityRunner runner;
    private final EventSink events;
    private final Stages stages;
    private final Interruptions interruptions;

    // What the next step depends on. The journal has it too, and only the journal is judged.
    private boolean interrupted;
    private boolean probeFailed;
    private boolean deviated;

    public Engine(
            Experiment experiment,
            Strategies strategies,
            ActivityRunner runner,
            EventSink events,
            Stages stages,
            Interruptions interruptions) {
        this.experiment = experiment;
        this.strategies = strategies;
        this.runner = runner;
        this.events = events;
        this.stages = stages;
        this.interruptions = interruptions;
    }

    /**
     * Conducts the pass; blocks until rollbacks and stages are done. Never throws for what goes wrong in the experiment: that is in the
     * journal, as {@code RunInterrupted} or {@code RunAborted} where it ended the pass.
     */
    public void run() {
        guarded(this::untilRollbacks);
        if (stopping()) {
            guarded(stages::afterInterruption);
        }
        if (rollbacksAreDue()) {
            guarded(this::rollbacks);
        }
        guarded(stages::afterRollbacks);
    }

    private void untilRollbacks() {
        stages.beforeHypothesis();
        if (strategies.hypothesis().before()
                && evaluate(Section.HYPOTHESIS_BEFORE) != HypothesisEvaluation.Result.MET) {
            return;
        }
        if (!stages.baselineHeld()) {
            return;
        }
        method();
        stages.afterMethod();
        if (strategies.hypothesis().after()) {
            deviated = evaluate(Section.HYPOTHESIS_AFTER) != HypothesisEvaluation.Result.MET;
        }
        stages.afterHypothesis();
        // A signal that nothing waited for still counts.
        interruptions.current().check();
    }

    private HypothesisEvaluation.Result evaluate(Section section) {
        Hypothesis hypothesis = experiment.hypothesis();
        if (hypothesis == null || hypothesis.probes().isEmpty()) {
            return HypothesisEvaluation.Result.MET;
        }
        HypothesisEvaluation.Result result = new HypothesisEvaluation(runner, events)
                .evaluate(section, hypothesis.probes(), interruptions.current());
        probeFailed = result == HypothesisEvaluation.Result.FAILED;
        return result;
    }

    private void method() {
        Cancellation cancellation = interruptions.current();
        BackgroundActivities background = new BackgroundActivities(runner, Section.METHOD);
        try {
            for (Activity activity : experiment.method()) {
                if (activity.background()) {
                    background.start(activity);
                } else {
                    runner.run(Section.METHOD, activity, false, cancellation);
                }
            }
        } finally {
            background.join(cancellation, interruptions.abandon(), interruptions.again());
        }
    }

    /** Also where nothing has waited for the signal yet. */
    private boolean stopping() {
        return interruptions.current().isCancelled();
    }

    private boolean rollbacksAreDue() {
        return switch (strategies.rollbacks()) {
            case ALWAYS -> !interruptions.abandon();
            case NEVER -> false;
            case DEVIATED -> deviated && !interrupted;
            case DEFAULT -> !interrupted && !probeFailed;
        };
    }

    /** A rollback that cannot even be started does not keep the others from being played: what can be put back is put back. */
    private void rollbacks() {
        boolean stopping = stopping();
        Cancellation cancellation = stopping ? stages.limitRollbacks(interruptions.again()) : interruptions.current();
        BackgroundActivities background = new BackgroundActivities(runner, Section.ROLLBACK);
        List<Activity> rollbacks = experiment.rollbacks();
        try {
            for (Activity activity : rollbacks) {
                cancellation.check();
                if (activity.background()) {
                    background.start(activity);
                } else {
                    unlessInterrupted(() -> runner.run(Section.ROLLBACK, activity, false, cancellation));
                }
            }
        } finally {
            background.join(cancellation, stopping, interruptions.again());
        }
    }

    private void guarded(Runnable part) {
        try {
            unlessInterrupted(part);
        } catch (Cancelled e) {
            String reason = interrupted ? describe(e) : reason(e);
            interrupted = true;
            events.add(new Event.RunInterrupted(reason));
        }
    }

    private void unlessInterrupted(Runnable part) {
        try {
            part.run();
        } catch (Cancelled e) {
            throw e;
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            events.add(new Event.RunAborted(describe(e)));
        }
    }

    private String reason(Cancelled e) {
        String given = interruptions.current().reason();
        return given != null ? given : describe(e);
    }

    private static String describe(Throwable thrown) {
        @Nullable String message = thrown.getMessage();
        return message == null || message.isEmpty() ? thrown.toString() : message;
    }
}
