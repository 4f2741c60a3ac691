package dev.blackstart.topology.docker;

import dev.blackstart.container.ContainerEngine;
import dev.blackstart.container.ContainerEvents;
import dev.blackstart.container.Inspection;
import dev.blackstart.link.LinkProxies;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TopologyFailed;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.dockerclient.TransportConfig;

/**
 * A container of a test, as a replica. Its engine is asked each time, because the test, a fault or a person may have ended it, started
 * it again on other ports, or put another one in its place. Thread-safe; a look takes some milliseconds.
 */
final class TestContainer implements Replica {
    /** Of one that vanished without anybody having seen how: whoever replaces or removes a container kills it. */
    private static final int KILLED = 137;

    private final ReplicaRef ref;
    private final GenericContainer<?> container;
    private final @Nullable Readiness readiness;
    private final LinkProxies proxies;
    /** Where nobody listens: links lead there while it is down, since its port may be another container's by then. */
    private final InetSocketAddress nowhere;

    // Guarded by this.
    private final Map<Link, InetSocketAddress> links = new HashMap<>();
    private @Nullable ContainerEngine engine;
    private @Nullable Inspection seen;
    private CompletableFuture<Integer> exit = new CompletableFuture<>();
    private Map<Integer, InetSocketAddress> addresses = Map.of();

    TestContainer(
            ReplicaRef ref,
            GenericContainer<?> container,
            @Nullable Readiness readiness,
            LinkProxies proxies,
            InetSocketAddress nowhere) {
        this.ref = ref;
        this.container = container;
        this.readiness = readiness;
        this.proxies = proxies;
        this.nowhere = nowhere;
    }

    /** Whether there is one, started or about to be. */
    boolean isMade() {
        return container.getContainerId() != null;
    }

    /** That very object: containers may be equal and two. */
    @SuppressWarnings("ReferenceEquality")
    boolean is(GenericContainer<?> other) {
        return container == other;
    }

    @Override
    public ReplicaRef ref() {
        return ref;
    }

    @Override
    public Service service() {
        return new Service(
                ref.service(),
                1,
                List.of(),
                Map.of(),
                ports(),
                List.of(),
                List.of(),
                readiness(ports()),
                Service.Kind.CONTAINER);
    }

    /** Those that its test exposes, also before it has been started. */
    List<Integer> ports() {
        return List.copyOf(container.getExposedPorts());
    }

    private @Nullable Readiness readiness(List<Integer> ports) {
        return readiness != null || ports.isEmpty() ? readiness : ContainerReady.listening(ports.get(0));
    }

    /** Looks at it now, and lets its links lead where it listens now. Empty when it has not been started, or is gone. */
    synchronized Optional<Inspection> look() {
        String id = container.getContainerId();
        Optional<Inspection> now = id == null ? Optional.empty() : engine().inspect(id);
        if (seen != null && now.filter(this::isSeen).isEmpty()) {
            exit.complete(KILLED);
        }
        if (now.isPresent()) {
            if (seen == null || !isSeen(now.get())) {
                exit = new CompletableFuture<>();
            }
            seen = now.get();
            if (!seen.running()) {
                exit.complete(seen.exitStatus());
            }
        }
        now.filter(Inspection::running).ifPresent(running -> addresses = addresses(running));
        boolean running = now.filter(Inspection::running).isPresent();
        Map<Integer, InetSocketAddress> reachable = running ? addresses : Map.of();
        List.copyOf(links.keySet())
                .forEach(link -> aim(link, reachable.getOrDefault(link.ref().port(), nowhere)));
        return now;
    }

    private boolean isSeen(Inspection now) {
        return seen != null && now.id().equals(seen.id()) && now.startedAt().equals(seen.startedAt());
    }

    private Map<Integer, InetSocketAddress> addresses(Inspection running) {
        Map<Integer, InetSocketAddress> found = new HashMap<>();
        // The mapped ports are those of IPv4.
        String host = container.getHost().equals("localhost") ? "127.0.0.1" : container.getHost();
        running.ports().forEach((port, mapped) -> found.put(port, new InetSocketAddress(host, mapped)));
        return found;
    }

    private void aim(Link link, InetSocketAddress upstream) {
        if (!upstream.equals(links.get(link))) {
            proxies.aim(link, upstream);
            links.put(link, upstream);
        }
    }

    /** A link into it, which leads nowhere before it has been started. */
    synchronized void reach(Link link) {
        links.put(link, nowhere);
        look();
    }

    /** What its engine tells of it. */
    synchronized void happened(ContainerEvents.Happened event) {
        if (seen != null
                && seen.id().equals(event.container())
                && event.at().isAfter(Instant.parse(seen.startedAt()))) {
            event.exitStatus().ifPresent(exit::complete);
        }
        if (event.container().equals(container.getContainerId())
                || (seen != null && event.container().equals(seen.id()))) {
            look();
        }
    }

    /** @throws TopologyFailed if its test has not started it */
    synchronized Inspection started() {
        Optional<Inspection> now = look();
        if (seen == null) {
            throw new TopologyFailed(
                    "container '" + ref.service() + "' has not started; annotate its field with @Container"
                            + " and its class with @Testcontainers, or call its start() first");
        }
        return now.orElseGet(seen::gone);
    }

    synchronized ContainerEngine engine() {
        if (engine == null) {
            TransportConfig transport = DockerClientFactory.instance().getTransportConfig();
            if (transport.getSslConfig() != null) {
                throw new TopologyFailed("the container engine at " + transport.getDockerHost()
                        + " is reached through TLS, which faults on containers do not speak yet; use one at unix:///path"
                        + " or tcp://host:port without it");
            }
            engine = ContainerEngine.at(transport.getDockerHost().toString());
        }
        return engine;
    }

    @Override
    public synchronized Incarnation incarnation() {
        Inspection now = started();
        return new Incarnation.Container(engine().address(), now.id(), now.startedAt());
    }

    @Override
    public boolean isRunning() {
        return started().running();
    }

    @Override
    public synchronized CompletableFuture<Integer> exit() {
        started();
        return exit;
    }

    /** Where it listens, or did before it ended. */
    @Override
    public synchronized InetSocketAddress address(int port) {
        if (addresses.isEmpty()) {
            started();
        }
        InetSocketAddress address = addresses.get(port);
        if (address == null) {
            throw new IllegalArgumentException("container '" + ref.service() + "' does not expose port " + port
                    + "; it exposes " + new ArrayList<>(ports()) + "; withExposedPorts(" + port + ") would do");
        }
        return address;
    }

    @Override
    public List<String> lastLogLines(int lines) {
        String id = started().id();
        return engine().lastLogLines(id, lines);
    }

    @Override
    public Optional<Alteration> alteration() {
        return Optional.empty();
    }
}
