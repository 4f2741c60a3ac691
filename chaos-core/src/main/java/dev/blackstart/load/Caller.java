package dev.blackstart.load;

import java.util.function.Consumer;

/** Sends the workload's request in one protocol, to targets in turn. Thread-safe. */
public interface Caller extends AutoCloseable {

    /**
     * Sends one request. Never blocks.
     *
     * @param turn counts from 0; successive requests go to successive targets
     * @param over called exactly once, on any thread, when the request has been answered, has failed, or was given up
     */
    void send(long turn, Consumer<Reply> over);

    /** Called every 100 ms: a connection that is down tries again now, however long its back-off would be. Does not block. */
    void reconnect();

    /** Cancels what is under way and closes the connections. Idempotent, bounded. */
    @Override
    void close();
}
