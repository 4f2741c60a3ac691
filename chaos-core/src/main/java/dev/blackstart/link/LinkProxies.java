package dev.blackstart.link;

import dev.blackstart.proxy.ChaosProxy;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import eu.rekawek.toxiproxy.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.TreeMap;

/** The fault proxies of one topology, in a chaos-proxy inside this process. Thread-safe. Front door of the package. */
public final class LinkProxies implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final ChaosProxy server;
    private final Api api;
    private final Map<String, InetSocketAddress> listeners = new TreeMap<>();

    private LinkProxies(ChaosProxy server) {
        this.server = server;
        this.api = Api.of(server.apiAddress());
    }

    /**
     * Starts a server without proxies on a free loopback port.
     *
     * @param seed of its jitter
     */
    public static LinkProxies start(long seed) {
        return new LinkProxies(ChaosProxy.start(loopback(0), seed));
    }

    /** IPv4 on purpose: peers are told 127.0.0.1, whatever this JVM prefers. */
    private static InetSocketAddress loopback(int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    /** A proxy name for a link, unique among the links of a topology: {@code bfe-a~1~kv-a~1~50051}. */
    public static String nameOf(LinkRef ref) {
        return part(ref.from()) + "~" + part(ref.to()) + "~" + ref.port();
    }

    private static String part(ReplicaRef replica) {
        return replica.service() + "~" + replica.ordinal();
    }

    /** The API's {@code host:port}. */
    public String api() {
        return api.toString();
    }

    /**
     * Makes a proxy that listens on a free loopback port; returns where.
     *
     * @param name of the proxy: letters, digits, and {@code . _ ~ -}
     * @param upstream where it connects to, for each connection anew
     * @throws IllegalArgumentException if the name cannot be used
     * @throws UncheckedIOException if it cannot be made, as when there is one of that name
     */
    public InetSocketAddress create(String name, InetSocketAddress upstream) {
        Api.checkName("proxy", name);
        try {
            Proxy proxy = api.client()
                    .createProxy(name, LOOPBACK + ":0", Api.of(upstream).toString());
            String listen = proxy.getListen();
            int port = Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
            InetSocketAddress listener = loopback(port);
            synchronized (listeners) {
                listeners.put(name, listener);
            }
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "link proxy " + name + " to " + Api.of(upstream) + ": cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * The link behind a proxy that {@link #create} made.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public Link link(LinkRef ref, String proxyName) {
        synchronized (listeners) {
            InetSocketAddress listener = listeners.get(proxyName);
            if (listener == null) {
                throw new IllegalArgumentException(
                        "no proxy '" + proxyName + "' for the link " + ref + "; there are " + listeners.keySet());
            }
            return new ProxiedLink(ref, new Incarnation.LinkProxy(api.toString(), proxyName), listener, api);
        }
    }

    /** Closes every proxy and the server, and ends its threads. Idempotent; a few seconds at most. */
    @Override
    public void close() {
        server.close();
    }
}
