package dev.blackstart.link;

import dev.blackstart.exchange.Protocol;
import dev.blackstart.exchange.Question;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Peer;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Links to servers that somebody else runs, and nothing more: services are only names, and nothing can be started or ended. Thread-safe.
 */
public final class PlainLinks implements RunningTopology {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);

    private final Path folder;
    private final LinkProxies proxies;

    // Guarded by this.
    private final Map<LinkRef, Link> links = new LinkedHashMap<>();
    private final Map<String, InetSocketAddress> servers = new LinkedHashMap<>();

    private PlainLinks(Path folder, LinkProxies proxies) {
        this.folder = folder;
        this.proxies = proxies;
    }

    /**
     * None yet.
     *
     * @param folder of whoever asks
     * @param seed of every draw on the way of a chunk
     */
    public static PlainLinks start(Path folder, long seed) {
        return new PlainLinks(folder, LinkProxies.start(seed));
    }

    /** Where the API of its proxies listens, as {@code host:port}. */
    public String api() {
        return proxies.api();
    }

    /**
     * A link from one name to another, whose server listens there, or will; asked for again it is the same.
     *
     * @throws IllegalArgumentException if the server of that name listens elsewhere
     */
    public synchronized Link link(String from, String to, InetSocketAddress server) {
        InetSocketAddress known = servers.putIfAbsent(to, server);
        if (known != null && !known.equals(server)) {
            throw new IllegalArgumentException(
                    "'" + to + "' listens on " + known + " already; give " + server + " another name");
        }
        LinkRef ref = new LinkRef(new ReplicaRef(from, 1), new ReplicaRef(to, 1), server.getPort());
        return links.computeIfAbsent(ref, absent -> proxies.create(absent, freePort(absent), server));
    }

    private static int freePort(LinkRef ref) {
        try {
            return LoopbackPorts.free(1).get(0);
        } catch (IOException e) {
            throw new LinkUnreachable("link " + ref + ": " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized Topology declared() {
        Map<String, List<Peer>> peers = new LinkedHashMap<>();
        for (LinkRef ref : links.keySet()) {
            peers.computeIfAbsent(ref.from().service(), from -> new ArrayList<>())
                    .add(new Peer(ref.to().service(), ref.port(), false));
            peers.computeIfAbsent(ref.to().service(), to -> new ArrayList<>());
        }
        Map<String, Service> services = new LinkedHashMap<>();
        peers.forEach((name, called) -> services.put(name, service(name, called)));
        return new Topology("links", folder.resolve("links"), services);
    }

    private Service service(String name, List<Peer> peers) {
        InetSocketAddress server = servers.get(name);
        Readiness readiness =
                server == null ? null : new Readiness(new Question(Protocol.TCP, server.getPort(), ""), READY_WITHIN);
        return new Service(
                name,
                1,
                List.of(),
                Map.of(),
                server == null ? List.of() : List.of(server.getPort()),
                peers,
                List.of(),
                readiness);
    }

    @Override
    public Replica replica(ReplicaRef ref) {
        Service service = declared()
                .service(ref.service())
                .filter(any -> ref.ordinal() == 1)
                .orElseThrow(() -> new IllegalArgumentException("no replica " + ref));
        synchronized (this) {
            return new Named(ref, service, Optional.ofNullable(servers.get(ref.service())));
        }
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
    public List<Replica> replicas() {
        return declared().replicas().stream().map(this::replica).toList();
    }

    @Override
    public synchronized List<Link> links() {
        return List.copyOf(links.values());
    }

    @Override
    public void restart(ReplicaRef ref, Duration grace, Cancellation cancellation) {
        throw notOurs(ref);
    }

    @Override
    public void redeploy(
            String service,
            Map<String, String> environment,
            @Nullable List<String> command,
            Cancellation cancellation) {
        throw notOurs(new ReplicaRef(service, 1));
    }

    @Override
    public void startAgain(ReplicaRef ref, Cancellation cancellation) {
        throw notOurs(ref);
    }

    @Override
    public void startAltered(ReplicaRef ref, Alteration alteration, boolean awaitReady, Cancellation cancellation) {
        throw notOurs(ref);
    }

    @Override
    public boolean startUnaltered(ReplicaRef ref, Cancellation cancellation) {
        throw notOurs(ref);
    }

    private static IllegalArgumentException notOurs(ReplicaRef ref) {
        return new IllegalArgumentException(ref + " is only a name: somebody else runs what listens there");
    }

    @Override
    public void close() {
        proxies.close();
    }

    /** A name with an address. */
    private record Named(ReplicaRef ref, Service service, Optional<InetSocketAddress> server) implements Replica {
        @Override
        public Incarnation incarnation() {
            return new Incarnation.LinkProxy("", ref.toString());
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public CompletableFuture<Integer> exit() {
            return new CompletableFuture<>();
        }

        @Override
        public InetSocketAddress address(int port) {
            return server.filter(address -> address.getPort() == port)
                    .orElseThrow(() -> new IllegalArgumentException(ref + " has no port " + port));
        }

        @Override
        public List<String> lastLogLines(int lines) {
            return List.of();
        }

        @Override
        public Optional<Alteration> alteration() {
            return Optional.empty();
        }
    }
}
