package dev.blackstart.engine;

import dev.blackstart.experiment.Activity;
import dev.blackstart.journal.Section;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The background activities of one list: each has a thread of its own while it lasts, so there are never more than the list has items.
 * What becomes of them never changes the course of the run; the journal has it. Used by the thread of the run only.
 */
final class BackgroundActivities {
    /** An interrupted run waits this long for what goes on in the background; the original waits for ever. */
    static final Duration GRACE = Duration.ofSeconds(1);

    /** How long an activity has to begin. */
    private static final Duration BEGUN_WITHIN = Duration.ofSeconds(1);

    /** How long it has to give up when it is asked to: faults and processes wait for that. */
    private static final Duration GIVEN_UP_WITHIN = Duration.ofMillis(500);

    private static final Duration UNLIMITED = Duration.ofDays(365);

    private final ActivityRunner runner;
    private final Section section;
    private final Cancellation ending = new Cancellation();
    private final List<CompletableFuture<Void>> underWay = new ArrayList<>();

    BackgroundActivities(ActivityRunner runner, Section section) {
        this.runner = runner;
        this.section = section;
    }

    void start(Activity activity) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        underWay.add(done);
        Thread thread = new Thread(() -> carryOut(activity, begun, done), "blackstart-background-" + underWay.size());
        thread.setDaemon(true);
        thread.start();
        // The journal has activities in the order of the file, unless pauses change it.
        within(begun, BEGUN_WITHIN);
    }

    private void carryOut(Activity activity, CompletableFuture<Void> begun, CompletableFuture<Void> done) {
        try {
            runner.run(section, activity, false, ending, () -> begun.complete(null));
        } catch (RuntimeException | Error recorded) {
            // The journal has it, and a background activity never changes the status of a run.
            return;
        } finally {
            begun.complete(null);
            done.complete(null);
        }
    }

    /**
     * Waits until all have ended. When the run is interrupted, they have {@link #GRACE} to end by themselves; none when they are to be
     * abandoned.
     *
     * @param again ends their grace: somebody has asked a second time
     * @throws Cancelled when the run was or becomes interrupted; all have then ended or been given up
     */
    void join(Cancellation run, boolean abandonWhenInterrupted, Cancellation again) {
        CompletableFuture<Void> all = CompletableFuture.allOf(underWay.toArray(CompletableFuture<?>[]::new));
        try {
            run.await(all, UNLIMITED);
        } catch (Cancelled interrupted) {
            if (abandonWhenInterrupted || !endWithinGrace(all, again)) {
                ending.cancel(String.valueOf(interrupted.getMessage()));
                within(all, GIVEN_UP_WITHIN);
            }
            throw interrupted;
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("background activities did not end", e);
        }
    }

    private static boolean endWithinGrace(CompletableFuture<Void> all, Cancellation again) {
        try {
            again.await(all, GRACE);
            return true;
        } catch (Cancelled | TimeoutException | ExecutionException e) {
            return false;
        }
    }

    private static boolean within(CompletableFuture<Void> awaited, Duration wait) {
        try {
            awaited.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
