package dev.blackstart.load;

import java.util.Optional;

/** A workload under way. Thread-safe. */
public interface RunningLoad extends AutoCloseable {

    /** Requests sent so far, those included that failed at once because too many were under way. */
    long sent();

    /** Why the last request that failed or was shed did so, in a few words; empty while none did. */
    Optional<String> lastFailure();

    /**
     * Stops sending, waits for the answers that are under way (for as long as the timeout of a request, 2 s at most; not at all
     * when the run was interrupted), cancels the rest without counting them, and adds {@code LoadStopped} to the journal. Idempotent.
     */
    @Override
    void close();
}
