package dev.blackstart.arm;

import dev.blackstart.engine.ActivityResult;
import dev.blackstart.engine.ActivityRunner;
import dev.blackstart.experiment.Activity;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Section;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.tolerance.Statuses;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/** Evaluates lists of probes to their end, and carries out playbook steps within their time limits. */
public record Steps(ActivityRunner runner, EventSink events, Cancellation cancellation) {
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(1);

    /** Evaluates every probe, also after one that is not met. */
    public boolean evaluateAll(Section section, List<Activity> probes) {
        events.add(new Event.EvaluationStarted(section, probes.size()));
        boolean met = true;
        for (Activity probe : probes) {
            met &= tolerant(() -> runner.run(section, probe, true, cancellation))
                    .good();
        }
        events.add(new Event.EvaluationEnded(section));
        return met;
    }

    /**
     * Carries out a step; whether it worked. One that takes longer than it may is stopped and has failed. Where it has no tolerance
     * of its own, a process has to exit with 0 and an HTTP answer to be below 400.
     */
    public boolean carryOut(Playbook.Step step) {
        Activity.Definition activity = step.activity();
        ActivityResult result = withinItsLimit(step, activity.tolerance() != null);
        return result.good()
                && (activity.tolerance() != null
                        || Statuses.good(activity.provider().type(), result.output())
                                .met());
    }

    private ActivityResult withinItsLimit(Playbook.Step step, boolean judged) {
        Cancellation limited = new Cancellation();
        cancellation.onCancel(() -> limited.cancel("the run was interrupted"));
        ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
            Thread worker = new Thread(task, "blackstart-playbook-step");
            worker.setDaemon(true);
            return worker;
        });
        CompletableFuture<ActivityResult> result = CompletableFuture.supplyAsync(
                () -> tolerant(() -> runner.run(Section.PLAYBOOK, step.activity(), judged, limited)), thread);
        try {
            return cancellation.await(result, step.within());
        } catch (TimeoutException e) {
            events.add(new Event.StepTimedOut(step.activity().name(), step.within()));
            limited.cancel("it took longer than its limit");
            settle(result);
            cancellation.check();
            return failed();
        } catch (ExecutionException e) {
            cancellation.check();
            return failed();
        } catch (Cancelled e) {
            settle(result);
            throw e;
        } finally {
            thread.shutdownNow();
        }
    }

    /** Waits for a step that was told to stop, so that its end stands in the journal before anything else happens. */
    private static void settle(CompletableFuture<ActivityResult> result) {
        try {
            new Cancellation().await(result, SETTLED_WITHIN);
        } catch (TimeoutException | ExecutionException e) {
            // It does as it likes; what it says later counts no more.
            return;
        }
    }

    /** An activity that ends in an unexpected error has said so in the journal; here it is one that did not work. */
    private ActivityResult tolerant(java.util.function.Supplier<ActivityResult> activity) {
        try {
            return activity.get();
        } catch (Cancelled e) {
            cancellation.check();
            return failed();
        } catch (RuntimeException e) {
            return failed();
        }
    }

    private static ActivityResult failed() {
        return new ActivityResult(true, null, false, null);
    }
}
