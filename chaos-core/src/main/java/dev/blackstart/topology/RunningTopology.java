package dev.blackstart.topology;

import dev.blackstart.time.Cancellation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A topology that has been started for one arm of a run. Thread-safe. Closing ends everything that it started, is idempotent and
 * bounded in time.
 */
public interface RunningTopology extends AutoCloseable {
    Topology declared();

    /** @throws IllegalArgumentException if the topology declares no such replica */
    Replica replica(ReplicaRef ref);

    /** @throws IllegalArgumentException if the topology declares no such link */
    Link link(LinkRef ref);

    List<Replica> replicas();

    List<Link> links();

    /** Where the APIs of those fault proxies listen, as {@code host:port}, that live in this JVM and die with it. */
    default Set<String> proxiesInside() {
        return Set.of();
    }

    /**
     * Ends a replica (SIGTERM, then SIGKILL after {@code grace}) and starts it again on the same ports; returns once it is ready.
     *
     * @throws TopologyFailed if it does not become ready; the message has its last log lines
     */
    void restart(ReplicaRef ref, Duration grace, Cancellation cancellation);

    /**
     * Restarts a service's replicas one by one with changed environment or command, as an operator's deployment does. Peer addresses
     * are rewritten like those of the topology file. The change stays for the rest of the arm.
     *
     * @param environment laid over the service's environment
     * @param command replaces the service's command; null keeps it
     * @throws TopologyFailed if a replica does not become ready; the ones after it are left as they were
     */
    void redeploy(
            String service, Map<String, String> environment, @Nullable List<String> command, Cancellation cancellation);

    /** Starts a replica that is gone (a crash that is reverted); nothing happens if it runs. Returns once it is ready. */
    void startAgain(ReplicaRef ref, Cancellation cancellation);

    /**
     * Ends a replica (SIGKILL) and starts it again on the same ports, altered. A restart keeps the alteration, a redeployment does not.
     *
     * @param awaitReady whether to return once it is ready, else as soon as its process has been started
     * @throws TopologyFailed if it cannot be started, or does not become ready
     */
    void startAltered(ReplicaRef ref, Alteration alteration, boolean awaitReady, Cancellation cancellation);

    /**
     * Ends an altered replica (SIGKILL) and starts it as it is declared; nothing happens if it is not altered (any more). Returns once
     * it is ready.
     *
     * @return whether there was something to do
     */
    boolean startUnaltered(ReplicaRef ref, Cancellation cancellation);

    @Override
    void close();
}
