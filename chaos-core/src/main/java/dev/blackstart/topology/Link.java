package dev.blackstart.topology;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;

/** The proxied way from one replica to another. Thread-safe. */
public interface Link {
    LinkRef ref();

    Incarnation.LinkProxy incarnation();

    /** Where the source replica connects to. */
    InetSocketAddress listener();

    /** The live counters of every connection, ours included. Blocks for at most 1 s. */
    LinkTraffic traffic();

    /** How long the system's own chunks took from socket to socket since then, at most the last 1,024. Blocks for at most 1 s. */
    List<ChunkDelay> delays(Instant since);

    /**
     * One chunk on its way through the proxy.
     *
     * @param source {@code ip:port} of the client
     * @param response whether it went from server to client
     * @param at when it was read
     * @param micros how long it stayed in the proxy; -1 while it is still held
     * @param bytes its length
     */
    record ChunkDelay(String source, boolean response, Instant at, long micros, int bytes) {}
}
