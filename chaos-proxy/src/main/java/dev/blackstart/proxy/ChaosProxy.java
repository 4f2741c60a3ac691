package dev.blackstart.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/**
 * A TCP fault proxy that is driven over Toxiproxy's HTTP API.
 *
 * <p>Any client of Toxiproxy 2.12 works with it. Beyond the original's routes there are
 * {@code GET /proxies/{name}/connections} (live counters) and {@code GET /proxies/{name}/delays} (how long the last chunks
 * took from socket to socket), and the latency toxic takes {@code distribution}: uniform, normal or pareto.
 *
 * <p>In the flow of an experiment it stands on the links of a topology; it knows nothing of experiments. It runs on two
 * event loops and a few helper threads, all daemons named {@code chaos-proxy-…}.
 */
public final class ChaosProxy implements AutoCloseable {

    private final Resources resources;
    private final ProxyRegistry registry;
    private final ApiServer server;
    private boolean closed;

    private ChaosProxy(Resources resources, ProxyRegistry registry, ApiServer server) {
        this.resources = resources;
        this.registry = registry;
        this.server = server;
    }

    /**
     * Starts a server without proxies. Blocks until its API listens, about a second at most.
     *
     * @param api where the API listens; port 0 lets the system choose
     * @param seed decides which connections a toxicity touches and every jitter; the same seed gives the same draws for
     *     the same proxies, toxics and order of connections
     * @throws UncheckedIOException if the address cannot be bound; nothing is left behind
     */
    public static ChaosProxy start(InetSocketAddress api, long seed) {
        Resources resources = Resources.open(seed);
        ProxyRegistry registry = new ProxyRegistry(resources);
        try {
            ApiRoutes routes = new ApiRoutes(new ProxyApi(registry, resources.clock()));
            return new ChaosProxy(resources, registry, new ApiServer(resources, api, routes));
        } catch (IOException e) {
            resources.close();
            throw new UncheckedIOException("chaos-proxy: the API cannot listen on " + api + ": " + e.getMessage(), e);
        }
    }

    /** Where the API listens, with the port that the system chose. */
    public InetSocketAddress apiAddress() {
        return server.address();
    }

    /**
     * Closes the API, every listener and every connection, and ends all threads; what toxics hold is dropped.
     *
     * <p>May be called again and from any thread. Blocks until done, a few seconds at most; only a look-up that hangs in
     * a name server's answer may outlive it, on a daemon thread.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.close();
        registry.close();
        resources.close();
    }
}
