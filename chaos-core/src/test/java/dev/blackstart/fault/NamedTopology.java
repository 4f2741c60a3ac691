package dev.blackstart.fault;

import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A topology in which every replica that is asked for is there, and nothing can be done. */
final class NamedTopology implements RunningTopology {
    private final Path file;

    NamedTopology() {
        this(Path.of("named.yaml"));
    }

    /** Of that file, which need not be there. */
    NamedTopology(Path file) {
        this.file = file;
    }

    @Override
    public Topology declared() {
        return new Topology("named", file, Map.of());
    }

    /** What all replicas here end with. */
    final CompletableFuture<Integer> exit = new CompletableFuture<>();

    @Override
    public Replica replica(ReplicaRef ref) {
        return new NamedReplica(ref, exit);
    }

    @Override
    public Link link(LinkRef ref) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Replica> replicas() {
        return List.of();
    }

    @Override
    public List<Link> links() {
        return List.of();
    }

    @Override
    public void restart(ReplicaRef ref, Duration grace, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void redeploy(
            String service,
            Map<String, String> environment,
            @Nullable List<String> command,
            Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void startAltered(ReplicaRef ref, Alteration alteration, boolean awaitReady, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean startUnaltered(ReplicaRef ref, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void startAgain(ReplicaRef ref, Cancellation cancellation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
