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
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Links to servers that somebody else runs, and nothing more: services are only names, and nothing can be started or ended. Thread-safe.
 */
public final class PlainLinks implements RunningTopology {
    private static final Duration READY_WITHIN = Duration.ofSeconds(30);
    private static final int ANY_FREE_PORT = 0;

    private final Path folder;
    private final LinkProxies proxies;

    // Guarded by this.
    private final Map<LinkRef, Way> links = new LinkedHashMap<>();

    private record Way(Link link, InetSocketAddress server) {}

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

    /**
     * A link from one name to another, whose server listens there, or will; asked for again it is the same.
     *
     * @param ref its port is the server's by name, which need not be the one on which it listens
     * @throws IllegalArgumentException if that port of the server listens elsewhere
     */
    public synchronized Link link(LinkRef ref, InetSocketAddress server) {
        server(ref.to(), ref.port()).filter(known -> !known.equals(server)).ifPresent(known -> {
            throw new IllegalArgumentException("'" + ref.to().service() + "' listens on " + text(known)
                    + " already; give " + text(server) + " another name");
        });
        return links.computeIfAbsent(ref, absent -> new Way(proxies.create(absent, ANY_FREE_PORT, server), server))
                .link();
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    private synchronized Optional<InetSocketAddress> server(ReplicaRef to, int port) {
        return links.entrySet().stream()
                .filter(each -> each.getKey().to().equals(to) && each.getKey().port() == port)
                .map(each -> each.getValue().server())
                .findFirst();
    }

    @Override
    public synchronized Topology declared() {
        Map<String, List<Peer>> peers = new LinkedHashMap<>();
        Map<String, List<Integer>> ports = new LinkedHashMap<>();
        for (LinkRef ref : links.keySet()) {
            peers.computeIfAbsent(ref.from().service(), from -> new ArrayList<>())
                    .add(new Peer(ref.to().service(), ref.port(), false));
            peers.computeIfAbsent(ref.to().service(), to -> new ArrayList<>());
            ports.computeIfAbsent(ref.to().service(), to -> new ArrayList<>()).add(ref.port());
        }
        Map<String, Service> services = new LinkedHashMap<>();
        peers.forEach((name, called) -> services.put(name, service(name, ports.getOrDefault(name, List.of()), called)));
        return new Topology("links", folder.resolve("links"), services);
    }

    private static Service service(String name, List<Integer> ports, List<Peer> peers) {
        Readiness readiness =
                ports.isEmpty() ? null : new Readiness(new Question(Protocol.TCP, ports.get(0), ""), READY_WITHIN);
        return new Service(
                name,
                1,
                List.of(),
                Map.of(),
                ports.stream().distinct().toList(),
                peers.stream().distinct().toList(),
                List.of(),
                readiness);
    }

    @Override
    public Replica replica(ReplicaRef ref) {
        Service service = declared()
                .service(ref.service())
                .filter(any -> ref.ordinal() == 1)
                .orElseThrow(() -> new IllegalArgumentException("no replica " + ref));
        return new Named(ref, service);
    }

    @Override
    public synchronized Link link(LinkRef ref) {
        Way way = links.get(ref);
        if (way == null) {
            throw new IllegalArgumentException("no link " + ref + "; known: " + links.keySet());
        }
        return way.link();
    }

    @Override
    public Set<String> proxiesInside() {
        return Set.of(proxies.api());
    }

    @Override
    public List<Replica> replicas() {
        return declared().replicas().stream().map(this::replica).toList();
    }

    @Override
    public synchronized List<Link> links() {
        return links.values().stream().map(Way::link).toList();
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

    /** A name, perhaps with addresses. */
    private final class Named implements Replica {
        private final ReplicaRef ref;
        private final Service service;

        Named(ReplicaRef ref, Service service) {
            this.ref = ref;
            this.service = service;
        }

        @Override
        public ReplicaRef ref() {
            return ref;
        }

        @Override
        public Service service() {
            return service;
        }

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
            return server(ref, port).orElseThrow(() -> new IllegalArgumentException(ref + " has no port " + port));
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
