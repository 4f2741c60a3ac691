package dev.blackstart.topology;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What went through a link, from its proxy's live counters.
 *
 * @param accepted connections accepted since the proxy was made
 * @param cut live connections that a change of the proxy closed
 * @param changed when a fault last came to the link, changed or went; null where none ever did
 * @param connections those that are open and the latest that were closed
 */
public record LinkTraffic(long accepted, long cut, @Nullable Instant changed, List<Connection> connections) {
    public LinkTraffic {
        connections = List.copyOf(connections);
    }

    /**
     * @param source {@code ip:port} of the client
     * @param open whether it is open now
     * @param requestBytes read from the client
     * @param requestChunks reads from the client that brought something
     * @param responseBytes read from the server
     * @param responseChunks reads from the server that brought something
     * @param broken what is known of its end, if a fault or a change of the proxy closed it; null if it is open, or an end closed it
     */
    public record Connection(
            String source,
            boolean open,
            long requestBytes,
            long requestChunks,
            long responseBytes,
            long responseChunks,
            @Nullable Broken broken) {
        /** Of one that the proxy has not closed. */
        public Connection(
                String source,
                boolean open,
                long requestBytes,
                long requestChunks,
                long responseBytes,
                long responseChunks) {
            this(source, open, requestBytes, requestChunks, responseBytes, responseChunks, null);
        }
    }

    /**
     * The end of a connection that the proxy closed.
     *
     * @param at when
     * @param lastRequest when something last came from the client; else when it was opened
     * @param lastResponse when something last came from the server; else when it was opened
     * @param requestBytes that were delivered to the server
     * @param responseBytes that were delivered to the client
     */
    public record Broken(
            Instant at, Instant lastRequest, Instant lastResponse, long requestBytes, long responseBytes) {}
}
