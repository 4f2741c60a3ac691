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
     */
    public record Connection(
            String source,
            boolean open,
            long requestBytes,
            long requestChunks,
            long responseBytes,
            long responseChunks) {}
}
