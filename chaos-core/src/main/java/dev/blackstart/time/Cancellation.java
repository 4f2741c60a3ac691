package dev.blackstart.time;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A one-way switch that ends every wait of a run. Thread-safe. */
public final class Cancellation {
    private final CompletableFuture<String> cancelled = new CompletableFuture<>();

    /** Ends all waits, now and later. Only the first reason counts. */
    public void cancel(String reason) {
        cancelled.complete(reason);
    }

    public boolean isCancelled() {
        return cancelled.isDone();
    }

    /** Why, or null while nobody has cancelled. */
    public @Nullable String reason() {
        return cancelled.getNow(null);
    }

    /** @throws Cancelled if this has been cancelled */
    public void check() {
        String reason = cancelled.getNow(null);
        if (reason != null) {
            throw new Cancelled(reason);
        }
    }

    /** Runs the action when this is cancelled, or at once if it already is. The action must be short and must not throw. */
    public void onCancel(Runnable action) {
        var unused = cancelled.thenRun(action);
    }

    /**
     * Waits for that long. Zero and negative durations return at once.
     *
     * @throws Cancelled if this is or becomes cancelled, or the thread is interrupted
     */
    public void sleep(Duration duration) {
        check();
        if (duration.isNegative() || duration.isZero()) {
            return;
        }
        try {
            throw new Cancelled(cancelled.get(duration.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException elapsed) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("the thread was interrupted");
        } catch (ExecutionException e) {
            throw new AssertionError("a cancellation never fails", e);
        }
    }

    /**
     * Waits for a result.
     *
     * @throws Cancelled if this becomes cancelled first, or the thread is interrupted; the future is left alone
     * @throws TimeoutException if the result has not come within that time
     * @throws ExecutionException if the future failed
     */
    public <T> T await(Future<T> future, Duration within) throws TimeoutException, ExecutionException {
        check();
        try {
            if (future instanceof CompletableFuture<T> completable) {
                CompletableFuture.anyOf(completable, cancelled).get(within.toNanos(), TimeUnit.NANOSECONDS);
                if (!completable.isDone()) {
                    check();
                }
                return completable.get();
            }
            return future.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled("the thread was interrupted");
        }
    }
}
