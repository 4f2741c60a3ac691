package dev.blackstart.topology;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A replica of a running topology. Thread-safe; answers about the incarnation of this moment. */
public interface Replica {
    ReplicaRef ref();

    Service service();

    /** The process or container that is this replica now, or that last was. */
    Incarnation incarnation();

    /** Whether the incarnation is there at all (it may be paused, or not ready). */
    boolean isRunning();

    /** The exit status of the current incarnation, completed when it ends; 128 + n when signal n ended it. */
    CompletableFuture<Integer> exit();

    /** Where its port, as the topology file names it, is reached directly. */
    InetSocketAddress address(int port);

    /** The last lines that it wrote, oldest first, at most {@code lines}. */
    java.util.List<String> lastLogLines(int lines);

    /** How it was started otherwise than declared; empty when it was not. */
    Optional<Alteration> alteration();

    default Optional<Readiness> readiness() {
        return Optional.ofNullable(service().readiness());
    }
}
