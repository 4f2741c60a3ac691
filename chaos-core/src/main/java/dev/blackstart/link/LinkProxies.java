package dev.blackstart.link;

import dev.blackstart.document.Json;
import dev.blackstart.proxy.ChaosProxy;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import eu.rekawek.toxiproxy.Proxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;

/**
 * The fault proxies of one running topology, inside this JVM: they, and every toxic on them, die with it. Thread-safe.
 */
public final class LinkProxies implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final ChaosProxy server;
    private final ProxyApi api;
    // A later run's server may get the same port: a name that nobody else uses keeps an old run's undo away from its
    // proxies.
    private final String mark = UUID.randomUUID().toString().substring(0, 8);

    private LinkProxies(ChaosProxy server) {
        this.server = server;
        this.api = new ProxyApi(LOOPBACK + ":" + server.apiAddress().getPort());
    }

    /** Starts a proxy server without proxies on a free port of the loopback interface. */
    public static LinkProxies start(long seed) {
        return new LinkProxies(ChaosProxy.start(new InetSocketAddress(LOOPBACK, 0), seed));
    }

    /**
     * Makes the proxy of a link; nothing needs to listen behind it yet.
     *
     * @param port where it listens; free
     * @param upstream where the target replica will listen
     * @throws LinkUnreachable when the proxy cannot be made
     */
    public Link create(LinkRef ref, int port, InetSocketAddress upstream) {
        // Only what needs no escaping in a URL: the client puts names there as they are.
        String name = part(ref.from()) + "~" + part(ref.to()) + "~" + ref.port() + "~" + mark;
        try {
            Proxy proxy = api.patient()
                    .client()
                    .createProxy(name, LOOPBACK + ":" + port, upstream.getHostString() + ":" + upstream.getPort());
            String listen = proxy.getListen();
            return new ProxiedLink(
                    ref,
                    new Incarnation.LinkProxy(api.toString(), name),
                    new InetSocketAddress(LOOPBACK, Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1))));
        } catch (IOException e) {
            throw new LinkUnreachable("link " + ref + ": its proxy could not be made: " + e.getMessage(), e);
        }
    }

    /** The same on a port that is free now. */
    public Link create(LinkRef ref, InetSocketAddress upstream) {
        try {
            return create(ref, LoopbackPorts.free(1).get(0), upstream);
        } catch (IOException e) {
            throw new LinkUnreachable("link " + ref + ": " + e.getMessage(), e);
        }
    }

    /**
     * Lets a link lead elsewhere, because its server is elsewhere now. Connections through it are closed; faults on it stay.
     *
     * @throws LinkUnreachable when the proxy cannot be changed
     */
    public void aim(Link link, InetSocketAddress upstream) {
        String to = upstream.getHostString() + ":" + upstream.getPort();
        try {
            var unused =
                    api.patient().post("/proxies/" + link.incarnation().proxy(), Json.compact(Map.of("upstream", to)));
        } catch (IOException e) {
            throw new LinkUnreachable(
                    "link " + link.ref() + ": its proxy could not be led to " + to + ": " + e.getMessage(), e);
        }
    }

    private static String part(ReplicaRef replica) {
        return replica.service() + "~" + replica.ordinal();
    }

    /** Where the API listens, as {@code host:port}. */
    public String api() {
        return api.toString();
    }

    /** Closes every proxy and connection. Idempotent; blocks for a few seconds at most. */
    @Override
    public void close() {
        server.close();
    }
}
