package dev.blackstart.fault;

import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A replica that is only a name. */
record NamedReplica(ReplicaRef ref, CompletableFuture<Integer> exit) implements Replica {
    NamedReplica(ReplicaRef ref) {
        this(ref, new CompletableFuture<>());
    }

    @Override
    public Service service() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Readiness> readiness() {
        return Optional.empty();
    }

    @Override
    public Incarnation incarnation() {
        return new Incarnation.LinkProxy("api", "incarnation of " + ref);
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public InetSocketAddress address(int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Alteration> alteration() {
        return Optional.empty();
    }

    @Override
    public List<String> lastLogLines(int lines) {
        return List.of();
    }
}
