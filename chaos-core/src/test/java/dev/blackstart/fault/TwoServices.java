package dev.blackstart.fault;

import dev.blackstart.link.LinkProxies;
import dev.blackstart.link.LoopbackPorts;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Peer;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.process.OwnedProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** {@code front} calls {@code back}: a real process behind a real proxy. The caller is whoever connects to the link. */
public final class TwoServices implements SmallSystem {
    public static final ReplicaRef BACK = new ReplicaRef("back", 1);
    public static final LinkRef LINK = new LinkRef(new ReplicaRef("front", 1), BACK, ServerReplica.PORT);

    private final LinkProxies proxies = LinkProxies.start(7);
    private final ServerReplica back = new ServerReplica(BACK);
    private final Link link;
    private final Path folder;

    TwoServices() {
        folder = temporaryFolder();
        link = proxies.create(LINK, freePort(), back.address(ServerReplica.PORT));
        back.start();
    }

    /** Real, because that is what faults name. */
    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("two-services").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try {
            return LoopbackPorts.free(1).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerReplica back() {
        return back;
    }

    @Override
    public LinkRef through() {
        return LINK;
    }

    @Override
    public ReplicaRef behind() {
        return BACK;
    }

    @Override
    public long ask(int patienceMillis) {
        return PlainClient.ask(link.listener(), patienceMillis);
    }

    @Override
    public List<String> trace() {
        return Trace.of(this);
    }

    @Override
    public List<String> traceOfReplica() {
        return Trace.replica(this);
    }

    @Override
    public void stopInItsTracks() {
        OwnedProcesses.signal(back.identity(), "STOP");
        Awaitility.await().until(() -> traceOfReplica().toString().contains("stopped"));
    }

    @Override
    public Topology declared() {
        Map<String, Service> services = new LinkedHashMap<>();
        services.put(
                "front",
                new Service(
                        "front",
                        1,
                        List.of(),
                        Map.of(),
                        List.of(),
                        List.of(new Peer("back", ServerReplica.PORT, false)),
                        List.of(),
                        null));
        services.put("back", back.service());
        return new Topology("two", folder.resolve("two.yaml"), services);
    }

    @Override
    public Replica replica(ReplicaRef ref) {
        if (!ref.equals(BACK)) {
            throw new IllegalArgumentException("no replica " + ref);
        }
        return back;
    }

    @Override
    public Link link(LinkRef ref) {
        return link;
    }

    @Override
    public List<Replica> replicas() {
        return List.of(back);
    }

    @Override
    public List<Link> links() {
        return List.of(link);
    }

    @Override
    public void restart(ReplicaRef ref, Duration grace, Cancellation cancellation) {
        back.end();
        back.start();
    }

    @Override
    public void redeploy(
            String service,
            Map<String, String> environment,
            @Nullable List<String> command,
            Cancellation cancellation) {
        restart(BACK, Duration.ZERO, cancellation);
    }

    @Override
    public void startAgain(ReplicaRef ref, Cancellation cancellation) {
        if (!back.isRunning()) {
            back.start();
        }
    }

    @Override
    public void startAltered(ReplicaRef ref, Alteration alteration, boolean awaitReady, Cancellation cancellation) {
        back.end();
        back.alter(Optional.of(alteration));
        if (awaitReady) {
            back.start();
        } else {
            back.launch();
        }
    }

    @Override
    public boolean startUnaltered(ReplicaRef ref, Cancellation cancellation) {
        if (back.alteration().isEmpty()) {
            return false;
        }
        back.end();
        back.alter(Optional.empty());
        back.start();
        return true;
    }

    @Override
    public void close() {
        back.close();
        proxies.close();
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
