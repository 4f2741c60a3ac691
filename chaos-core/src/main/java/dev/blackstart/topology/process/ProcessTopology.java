package dev.blackstart.topology.process;

import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.Askers;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.link.LinkProxies;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyFailed;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A topology of local processes: each replica in a session of its own, its links through fault proxies inside this JVM. Everything
 * that it starts is in the ledger first. Linux only.
 */
public final class ProcessTopology implements RunningTopology {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final Duration ASK = Duration.ofSeconds(1);
    private static final Duration BETWEEN = Duration.ofMillis(30);
    private static final int LAST_LINES = 20;

    private final Topology declared;
    private final String runId;
    private final Ledger ledger;
    private final EventSink events;
    private final RunClock clock;
    private final LinkProxies proxies;
    private final Map<ReplicaRef, ReplicaProcess> replicas = new LinkedHashMap<>();
    private final Map<LinkRef, Link> links = new LinkedHashMap<>();
    private boolean closed;

    private ProcessTopology(
            Topology declared, String runId, Ledger ledger, EventSink events, RunClock clock, LinkProxies proxies) {
        this.declared = declared;
        this.runId = runId;
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
        this.proxies = proxies;
    }

    /**
     * Starts every replica, in the order of {@code depends_on} and side by side where that allows it; blocks until all are ready.
     *
     * @param runId marks the processes of this run in their environment
     * @param logs the folder for the replicas' logs; must exist
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
            Cancellation cancellation) {
        ProcessTopology topology = new ProcessTopology(declared, runId, ledger, events, clock, LinkProxies.start(seed));
        try {
            topology.lay(logs);
            topology.startAll(cancellation);
            return topology;
        } catch (RuntimeException e) {
            topology.close();
            throw e;
        }
    }

    /** Chooses ports, makes the proxies, and gives every replica its own view of its peers. Starts nothing. */
    private void lay(Path logs) {
        Map<ReplicaRef, Map<Integer, Integer>> ports = Ports.choose(declared);
        Map<LinkRef, InetSocketAddress> listeners = new HashMap<>();
        for (LinkRef link : declared.links()) {
            int port = ports.get(link.to()).get(link.port());
            InetSocketAddress upstream = new InetSocketAddress("127.0.0.1", port);
            listeners.put(link, proxies.create(link.toString(), upstream));
            links.put(link, proxies.link(link, link.toString()));
        }
        for (ReplicaRef ref : declared.replicas()) {
            Service service = declared.service(ref.service()).orElseThrow();
            ReplicaView view = new ReplicaView(
                    service,
                    declared.file().getParent(),
                    ports.get(ref),
                    ReplicaView.peers(ref, service, declared, listeners));
            replicas.put(ref, new ReplicaProcess(ref, view, runId, logs, ledger, events));
        }
    }

    private void startAll(Cancellation cancellation) {
        ExecutorService starters = Executors.newFixedThreadPool(Math.min(16, Math.max(1, replicas.size())), task -> {
            Thread thread = new Thread(task, "blackstart-topology-start");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<String, CompletableFuture<Void>> services = new HashMap<>();
            for (Service service : declared.services().values()) {
                service(service, services, starters, cancellation);
            }
            CompletableFuture<Void> all =
                    CompletableFuture.allOf(services.values().toArray(new CompletableFuture<?>[0]));
            cancellation.await(all, Duration.ofMinutes(10));
        } catch (ExecutionException e) {
            throw failure(e);
        } catch (TimeoutException e) {
            throw new TopologyFailed("the topology did not start within 10 minutes");
        } finally {
            starters.shutdownNow();
        }
    }

    private static RuntimeException failure(ExecutionException e) {
        Throwable cause = e.getCause();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException runtime ? runtime : new TopologyFailed(String.valueOf(cause));
    }

    private CompletableFuture<Void> service(
            Service service,
            Map<String, CompletableFuture<Void>> services,
            ExecutorService starters,
            Cancellation cancellation) {
        CompletableFuture<Void> known = services.get(service.name());
        if (known != null) {
            return known;
        }
        List<CompletableFuture<Void>> before = new ArrayList<>();
        for (String dependency : service.dependsOn()) {
            before.add(service(declared.service(dependency).orElseThrow(), services, starters, cancellation));
        }
        CompletableFuture<Void> ready = CompletableFuture.allOf(before.toArray(new CompletableFuture<?>[0]));
        List<CompletableFuture<Void>> own = new ArrayList<>();
        for (ReplicaProcess replica : replicas.values()) {
            if (replica.ref().service().equals(service.name())) {
                own.add(ready.thenRunAsync(() -> startAndWait(replica, cancellation), starters));
            }
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(own.toArray(new CompletableFuture<?>[0]));
        services.put(service.name(), all);
        return all;
    }

    private void startAndWait(ReplicaProcess replica, Cancellation cancellation) {
        synchronized (this) {
            if (closed) {
                throw new Cancelled("the topology was closed");
            }
            replica.start();
        }
        Instant started = clock.instant();
        Readiness readiness = replica.readiness().orElseThrow();
        Instant latest = started.plus(readiness.within());
        InetSocketAddress address = replica.address(readiness.question().port());
        try (Asker asker = Askers.open(readiness.question(), address, clock)) {
            Answer answer = null;
            while (clock.instant().isBefore(latest)) {
                if (replica.exit().isDone()) {
                    throw new TopologyFailed(replica.ref() + " ended with status "
                            + replica.exit().join() + " before it was ready" + tail(replica));
                }
                answer = cancellation.await(asker.ask(ASK), ASK.multipliedBy(2));
                if (answer.ok()) {
                    events.add(new Event.ReplicaReady(
                            replica.ref().toString(), Duration.between(started, clock.instant())));
                    return;
                }
                cancellation.sleep(BETWEEN);
            }
            throw new TopologyFailed(replica.ref() + " was not ready within "
                    + readiness.within().toSeconds() + " s ("
                    + readiness.question() + " at port " + address.getPort() + ": "
                    + (answer == null ? "not asked" : answer.detail()) + ")" + tail(replica));
        } catch (TimeoutException | ExecutionException e) {
            throw new TopologyFailed(replica.ref() + ": could not be asked whether it is ready: " + e);
        }
    }

    private static String tail(ReplicaProcess replica) {
        List<String> lines = replica.lastLogLines(LAST_LINES);
        return lines.isEmpty() ? "; it wrote nothing" : "; its last lines:\n    " + String.join("\n    ", lines);
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
        replica.end(grace, cancellation);
        startAndWait(replica, cancellation);
    }

    @Override
    public void redeploy(
            String service,
            Map<String, String> environment,
            @Nullable List<String> command,
            Cancellation cancellation) {
        if (declared.service(service).isEmpty()) {
            throw new IllegalArgumentException("unknown service '" + service + "'; known: "
                    + String.join(", ", declared.services().keySet()));
        }
        for (ReplicaProcess replica : List.copyOf(replicas.values())) {
            if (replica.ref().service().equals(service)) {
                replica.end(GRACE, cancellation);
                replica.change(environment, command);
                startAndWait(replica, cancellation);
            }
        }
    }

    @Override
    public void startAgain(ReplicaRef ref, Cancellation cancellation) {
        ReplicaProcess replica = process(ref);
        if (!replica.isRunning()) {
            startAndWait(replica, cancellation);
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            replicas.values().forEach(ReplicaProcess::expectEnd);
        }
        try {
            ProcessTable.endRun(
                    runId,
                    replicas.values().stream()
                            .flatMap(replica -> replica.everyIdentity().stream())
                            .toList(),
                    GRACE);
            replicas.values().forEach(ReplicaProcess::awaitEnd);
        } finally {
            proxies.close();
        }
    }
}
