package dev.blackstart.topology.docker;

import dev.blackstart.document.Suggestions;
import dev.blackstart.link.LinkProxies;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkMaker;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Peer;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;

/**
 * Services that are containers of somebody else, such as a JUnit test: they are named, not started, and stay when this is closed. Links
 * into them go through fault proxies inside this JVM; whoever calls is only a name. A container is looked at when it is needed, so it may
 * be named before it is started. Thread-safe.
 */
public final class ContainersTopology implements RunningTopology, LinkMaker {
    private final Path folder;
    private final RunClock clock = new RunClock();
    private final LinkProxies proxies;
    private final Socket nobody;
    private final ContainerWatch watch = new ContainerWatch(this::all);

    // Guarded by this.
    private final Map<String, TestContainer> containers = new LinkedHashMap<>();
    private final Map<LinkRef, Link> links = new LinkedHashMap<>();

    private ContainersTopology(Path folder, LinkProxies proxies, Socket nobody) {
        this.folder = folder;
        this.proxies = proxies;
        this.nobody = nobody;
    }

    /**
     * Without any yet.
     *
     * @param folder of whoever asks
     * @param seed of every draw on the way of a chunk
     */
    public static ContainersTopology start(Path folder, long seed) {
        return new ContainersTopology(folder, LinkProxies.start(seed), boundAndSilent());
    }

    /** A port of the loopback interface that is taken, and refuses. */
    private static Socket boundAndSilent() {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("no port of the loopback interface is free", e);
        }
    }

    /**
     * Names a container. It is ready when something listens on the first port that it exposes. Does nothing if it has that name already.
     *
     * @throws IllegalArgumentException if another container has that name
     */
    public void add(String service, GenericContainer<?> container) {
        add(service, container, null);
    }

    /**
     * The same, with a question that the container answers when it is ready, on a port that it exposes. Where there is one, faults are
     * seen by it too.
     *
     * @param readiness null: something listens on the first port that it exposes
     */
    public synchronized void add(String service, GenericContainer<?> container, @Nullable Readiness readiness) {
        TestContainer known = containers.get(service);
        if (known != null && !known.is(container)) {
            throw new IllegalArgumentException(
                    "'" + service + "' is another container already; give this one another name");
        }
        if (known == null) {
            ReplicaRef ref = new ReplicaRef(service, 1);
            InetSocketAddress nowhere = (InetSocketAddress) nobody.getLocalSocketAddress();
            containers.put(service, new TestContainer(ref, container, readiness, proxies, nowhere));
        }
    }

    private synchronized List<TestContainer> all() {
        return List.copyOf(containers.values());
    }

    /** Whether a container has that name. */
    public synchronized boolean has(String service) {
        return containers.containsKey(service);
    }

    /**
     * A link to the only port that a container exposes; asked for again it is the same.
     *
     * @throws IllegalArgumentException if there is no container of that name, or it exposes no port, or several
     */
    public Link link(String from, String service) {
        List<Integer> ports = container(service).ports();
        if (ports.size() != 1) {
            throw new IllegalArgumentException(
                    "container '" + service + "' exposes " + (ports.isEmpty() ? "no port" : "ports " + ports) + "; "
                            + (ports.isEmpty() ? "withExposedPorts(…) would do" : "say which the link leads to"));
        }
        return link(from, service, ports.get(0));
    }

    /** A link to a port that a container exposes. It refuses as long as the container has not started. */
    @Override
    public Link link(String from, String service, int port) {
        TestContainer container = container(service);
        if (!container.ports().contains(port)) {
            throw new IllegalArgumentException(
                    "container '" + service + "' does not expose port " + port + "; it exposes " + container.ports());
        }
        LinkRef ref = new LinkRef(new ReplicaRef(from, 1), container.ref(), port);
        Link link;
        synchronized (this) {
            link = links.get(ref);
            if (link != null) {
                return link;
            }
            link = proxies.create(ref, (InetSocketAddress) nobody.getLocalSocketAddress());
            links.put(ref, link);
        }
        container.reach(link);
        watch.start();
        return link;
    }

    private synchronized TestContainer container(String service) {
        TestContainer container = containers.get(service);
        if (container == null) {
            boolean calls = links.keySet().stream()
                    .anyMatch(link -> link.from().service().equals(service));
            throw new IllegalArgumentException(
                    calls
                            ? "'" + service + "' is only a name: somebody else runs who calls"
                            : "no container is named '" + service + "'; known: " + containers.keySet()
                                    + Suggestions.didYouMean(service, containers.keySet()));
        }
        return container;
    }

    @Override
    public synchronized Topology declared() {
        Map<String, List<Peer>> peers = new LinkedHashMap<>();
        for (LinkRef ref : links.keySet()) {
            peers.computeIfAbsent(ref.from().service(), from -> new ArrayList<>())
                    .add(new Peer(ref.to().service(), ref.port(), false));
        }
        Map<String, Service> services = new LinkedHashMap<>();
        containers.forEach((name, container) -> services.put(name, container.service()));
        peers.forEach((name, called) -> services.merge(
                name,
                new Service(name, 1, List.of(), Map.of(), List.of(), called, List.of(), null),
                (container, caller) -> new Service(
                        name,
                        1,
                        List.of(),
                        Map.of(),
                        container.ports(),
                        called,
                        List.of(),
                        container.readiness(),
                        container.kind())));
        return new Topology("containers", folder.resolve("containers"), services);
    }

    @Override
    public Replica replica(ReplicaRef ref) {
        TestContainer container = container(ref.service());
        if (ref.ordinal() != 1) {
            throw new IllegalArgumentException("container '" + ref.service() + "' is one, so there is no " + ref);
        }
        watch.start();
        return container;
    }

    @Override
    public synchronized Link link(LinkRef ref) {
        Link link = links.get(ref);
        if (link == null) {
            throw new IllegalArgumentException("no link " + ref + "; known: " + links.keySet());
        }
        return link;
    }

    @Override
    public Set<String> proxiesInside() {
        return Set.of(proxies.api());
    }

    @Override
    public List<Replica> replicas() {
        return List.copyOf(all());
    }

    @Override
    public synchronized List<Link> links() {
        return List.copyOf(links.values());
    }

    @Override
    public void restart(ReplicaRef ref, Duration grace, Cancellation cancellation) {
        TestContainer container = container(ref.service());
        String id = container.started().id();
        container.engine().end(id, grace, cancellation);
        startAgain(ref, cancellation);
    }

    @Override
    public void startAgain(ReplicaRef ref, Cancellation cancellation) {
        TestContainer container = container(ref.service());
        if (!container.isRunning()) {
            container.engine().start(container.started().id());
            container.look();
            ContainerReady.await(container, clock, cancellation);
        }
    }

    @Override
    public void redeploy(
            String service,
            Map<String, String> environment,
            @Nullable List<String> command,
            Cancellation cancellation) {
        throw asItIs(new ReplicaRef(service, 1));
    }

    @Override
    public void startAltered(ReplicaRef ref, Alteration alteration, boolean awaitReady, Cancellation cancellation) {
        throw asItIs(ref);
    }

    @Override
    public boolean startUnaltered(ReplicaRef ref, Cancellation cancellation) {
        return false;
    }

    private static IllegalArgumentException asItIs(ReplicaRef ref) {
        return new IllegalArgumentException(
                ref + " is a container of somebody else, which is started as it is or not at all");
    }

    /** Ends links, and nothing else. */
    @Override
    public void close() {
        watch.close();
        try (nobody) {
            proxies.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
