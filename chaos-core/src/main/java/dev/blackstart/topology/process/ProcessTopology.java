package dev.blackstart.topology.process;

import dev.blackstart.document.Suggestions;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.link.LinkProxies;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.PeerAddresses;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyFailed;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A topology of local processes: each replica in a session of its own, its links through fault proxies inside this JVM. Everything
 * that it starts is in the ledger first. Linux only.
 */
public final class ProcessTopology implements RunningTopology {
    private static final Duration REDEPLOY_GRACE = Duration.ofSeconds(5);
    private static final Duration CLOSE_GRACE = Duration.ofMillis(1500);

    private final Topology declared;
    private final String runId;
    private final Ledger ledger;
    private final EventSink events;
    private final RunClock clock;
    private final LinkProxies proxies;
    private final Cancellation hurry;
    private final OwnedProcesses owned;
    private final ProcessWatch watch;
    private final Map<ReplicaRef, ReplicaProcess> replicas = new LinkedHashMap<>();
    private final Map<LinkRef, Link> links = new LinkedHashMap<>();
    private boolean closed;

    private ProcessTopology(
            Topology declared,
            String runId,
            Ledger ledger,
            EventSink events,
            RunClock clock,
            LinkProxies proxies,
            Cancellation hurry) {
        this.declared = declared;
        this.runId = runId;
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
        this.proxies = proxies;
        this.hurry = hurry;
        this.owned = new OwnedProcesses(runId, List.of());
        this.watch = new ProcessWatch(owned, ledger);
    }

    /**
     * Starts every replica, in the order of {@code depends_on} and side by side where that allows it; blocks until all are ready.
     *
     * @param runId marks the processes of this run in their environment
     * @param logs the folder for the replicas' logs; made when it is not there
     * @param hurry when it is cancelled, processes that are asked to end at the close have no more time to do so
     * @throws TopologyFailed if a replica does not start; nothing of the topology is left then
     * @throws Cancelled if the run is interrupted; nothing of the topology is left then
     */
    public static ProcessTopology start(
            Topology declared,
            String runId,
            long seed,
            Path logs,
            Ledger ledger,
            EventSink events,
            RunClock clock,
            Cancellation cancellation,
            Cancellation hurry) {
        ProcessTopology topology =
                new ProcessTopology(declared, runId, ledger, events, clock, LinkProxies.start(seed), hurry);
        try {
            topology.lay(logs);
            topology.watch.start();
            topology.startAll(cancellation);
            return topology;
        } catch (RuntimeException e) {
            try {
                topology.close();
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Chooses ports, makes the proxies, and gives every replica its own view of its peers. Starts nothing. */
    private void lay(Path logs) {
        Ports ports = Ports.choose(declared);
        Map<LinkRef, InetSocketAddress> listeners = new LinkedHashMap<>();
        ledger.proxiesInside(proxies.api());
        for (LinkRef ref : declared.links()) {
            int port = known(known(ports.replicas(), ref.to()), ref.port());
            Link link = proxies.create(ref, known(ports.links(), ref), new InetSocketAddress("127.0.0.1", port));
            links.put(ref, link);
            listeners.put(ref, link.listener());
        }
        Path folder = declared.folder();
        for (ReplicaRef ref : declared.replicas()) {
            Service service = declared.service(ref.service()).orElseThrow();
            ReplicaView view = new ReplicaView(
                    service,
                    folder,
                    known(ports.replicas(), ref),
                    ReplicaView.peers(ref, service, declared, listeners));
            long tag = ProcessTag.ofReplica(runId, replicas.size() + 1);
            replicas.put(ref, new ReplicaProcess(ref, view, runId, tag, logs, ledger, owned, events, clock));
        }
    }

    private static <K, V> V known(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("nothing was chosen for " + key);
        }
        return value;
    }

    private void startAll(Cancellation cancellation) {
        Map<String, List<Runnable>> starts = new LinkedHashMap<>();
        for (ReplicaProcess replica : replicas.values()) {
            starts.computeIfAbsent(replica.ref().service(), service -> new ArrayList<>())
                    .add(() -> startAndWait(replica, cancellation));
        }
        new StartOrder(declared, starts).run(cancellation);
    }

    private void startNow(ReplicaProcess replica, Cancellation cancellation) {
        cancellation.check();
        synchronized (this) {
            if (closed) {
                throw new Cancelled("the topology was closed");
            }
            replica.start();
        }
    }

    private void startAndWait(ReplicaProcess replica, Cancellation cancellation) {
        startNow(replica, cancellation);
        Duration took = ReadyCheck.await(replica, clock, cancellation);
        events.add(new Event.ReplicaReady(replica.ref().toString(), took));
    }

    @Override
    public Topology declared() {
        return declared;
    }

    @Override
    public Replica replica(ReplicaRef ref) {
        return process(ref);
    }

    private ReplicaProcess process(ReplicaRef ref) {
        ReplicaProcess replica = replicas.get(ref);
        if (replica == null) {
            throw new IllegalArgumentException("the topology has no replica " + ref + "; known: " + replicas.keySet());
        }
        return replica;
    }

    @Override
    public Link link(LinkRef ref) {
        Link link = links.get(ref);
        if (link == null) {
            throw new IllegalArgumentException("the topology has no link " + ref + "; known: " + links.keySet());
        }
        return link;
    }

    @Override
    public Set<String> proxiesInside() {
        return Set.of(proxies.api());
    }

    @Override
    public List<Replica> replicas() {
        return List.copyOf(replicas.values());
    }

    @Override
    public List<Link> links() {
        return List.copyOf(links.values());
    }

    @Override
    public void restart(ReplicaRef ref, Duration grace, Cancellation cancellation) {
        ReplicaProcess replica = process(ref);
        synchronized (replica.changing) {
            replica.end(grace, cancellation);
            startAndWait(replica, cancellation);
        }
    }

    @Override
    public void redeploy(
            String service,
            Map<String, String> environment,
            @Nullable List<String> command,
            Cancellation cancellation) {
        requireDeclaredPeers(service, environment, command);
        for (ReplicaProcess replica : replicas.values()) {
            if (replica.ref().service().equals(service)) {
                synchronized (replica.changing) {
                    replica.end(REDEPLOY_GRACE, cancellation);
                    replica.change(environment, command);
                    replica.alter(Optional.empty());
                    startAndWait(replica, cancellation);
                }
            }
        }
    }

    private void requireDeclaredPeers(String service, Map<String, String> environment, @Nullable List<String> command) {
        Set<String> known = declared.services().keySet();
        Service changed = declared.service(service)
                .orElseThrow(() -> new IllegalArgumentException("unknown service '" + service + "'; known: "
                        + String.join(", ", known) + Suggestions.didYouMean(service, known)));
        List<String> texts = new ArrayList<>(environment.values());
        texts.addAll(command == null ? List.of() : command);
        List<String> peers = changed.links().stream().map(Object::toString).toList();
        Set<String> undeclared = PeerAddresses.undeclared(texts, known, peers);
        if (!undeclared.isEmpty()) {
            throw new IllegalArgumentException("redeploy of '" + service + "' names " + String.join(", ", undeclared)
                    + ", which it has no link to; declare it in x-blackstart.links of the topology (there: "
                    + (peers.isEmpty() ? "none" : String.join(", ", peers)) + ")");
        }
        requireNoOthersPorts(service, texts);
    }

    /** The address of another service's replica itself would go past the links to it, and past their faults. */
    private void requireNoOthersPorts(String service, List<String> texts) {
        Map<Integer, String> others = new LinkedHashMap<>();
        for (ReplicaProcess replica : replicas.values()) {
            if (!replica.ref().service().equals(service)) {
                for (int port : replica.service().ports()) {
                    others.put(replica.address(port).getPort(), replica.ref().service() + ":" + port);
                }
            }
        }
        for (int port : PeerAddresses.direct(texts, others.keySet())) {
            String peer = others.get(port);
            throw new IllegalArgumentException("redeploy of '" + service + "' names port " + port + ", which is " + peer
                    + " itself, past every link and its fault; write " + peer + ", a declared link");
        }
    }

    @Override
    public void startAgain(ReplicaRef ref, Cancellation cancellation) {
        ReplicaProcess replica = process(ref);
        synchronized (replica.changing) {
            if (!replica.isRunning()) {
                // What a crashed leader left in its session would hold its port.
                replica.end(Duration.ZERO, cancellation);
                startAndWait(replica, cancellation);
            }
        }
    }

    @Override
    public void startAltered(ReplicaRef ref, Alteration alteration, boolean awaitReady, Cancellation cancellation) {
        ReplicaProcess replica = process(ref);
        synchronized (replica.changing) {
            replica.end(Duration.ZERO, cancellation);
            replica.alter(Optional.of(alteration));
            if (awaitReady) {
                startAndWait(replica, cancellation);
            } else {
                startNow(replica, cancellation);
            }
        }
    }

    @Override
    public boolean startUnaltered(ReplicaRef ref, Cancellation cancellation) {
        ReplicaProcess replica = process(ref);
        synchronized (replica.changing) {
            if (replica.alteration().isEmpty()) {
                return false;
            }
            replica.end(Duration.ZERO, cancellation);
            replica.alter(Optional.empty());
            startAndWait(replica, cancellation);
            return true;
        }
    }

    /** Ends every process of the run; at most about three seconds. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        replicas.values().forEach(ReplicaProcess::expectEnd);
        watch.close();
        try {
            List<ProcessTable.Row> left = owned.end(CLOSE_GRACE, hurry);
            replicas.values().forEach(ReplicaProcess::awaitReaped);
            if (!left.isEmpty()) {
                throw new TopologyFailed(
                        "topology " + declared.name() + ": these processes could not be ended: " + left);
            }
        } finally {
            proxies.close();
        }
    }
}
