package dev.blackstart.exchange;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Asks one address the same question again and again over connections that are kept open, several in flight.
 * Thread-safe. Closing is idempotent, bounded, and cancels what is in flight.
 */
public interface Asker extends AutoCloseable {

    /** Opens the connections now (up to the pool's size), so that later exchanges do not pay for a handshake. Blocks at most {@code within}. */
    void connect(Duration within);

    /**
     * Sends the question without waiting for it. Completes normally in every case but cancellation: a failure is an
     * {@link Answer} that is not {@code ok}, a busy pool one with the detail {@code busy}.
     *
     * @param within how long to wait for the answer
     */
    CompletableFuture<Answer> ask(Duration within);

    @Override
    void close();
}
