package dev.blackstart.fault;

import dev.blackstart.time.Cancelled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What is seen of a fault that has been taken back, and the end of its measurement. Thread-safe. */
final class Aftermath implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(6);

    private final Meter meter;
    private final CompletableFuture<@Nullable Void> over = new CompletableFuture<>();

    Aftermath(Meter meter) {
        this.meter = meter;
    }

    /** Samples that the fault is gone, and closes the meter; blocks for about 3 s at most. */
    void see() {
        try {
            meter.after();
        } catch (Cancelled e) {
            // Whether it is gone then stays unknown, which the journal shows by the missing samples.
        } finally {
            close();
        }
    }

    /** Nothing more is measured. Idempotent. */
    @Override
    public void close() {
        meter.close();
        over.complete(null);
    }

    /** Waits for whoever sees it, or until nothing more is measured. */
    void await() {
        try {
            over.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Whether it is gone then stays unknown, which the journal shows by the missing samples.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
