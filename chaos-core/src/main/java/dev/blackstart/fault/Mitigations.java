package dev.blackstart.fault;

import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells a fault whose target a mitigation step replaced from one whose target vanished by itself. Thread-safe. */
final class Mitigations {
    private final RunningTopology topology;
    private final Map<ReplicaRef, String> underWay = new HashMap<>();

    Mitigations(RunningTopology topology) {
        this.topology = topology;
    }

    /** A step is about to replace these replicas; evidence on them ends: a paused process is continued before it is ended. */
    void begin(Set<ReplicaRef> replicas, String by, List<Injection<?>> faults) {
        synchronized (this) {
            replicas.forEach(replica -> underWay.put(replica, by));
        }
        faults.stream()
                .filter(part -> part.isInForce()
                        && part.isOnIncarnation()
                        && part.replica().filter(replicas::contains).isPresent())
                .forEach(part -> part.meter().ending());
    }

    /** The step has ended. */
    void end(Set<ReplicaRef> replicas, List<Injection<?>> faults) {
        for (Injection<?> part : faults) {
            part.replica()
                    .filter(on -> part.isOnIncarnation() && replicas.contains(on) && isReplaced(on, part))
                    .ifPresent(on -> part.mitigated(by(on).orElse("a mitigation")));
        }
        synchronized (this) {
            underWay.keySet().removeAll(replicas);
        }
    }

    private boolean isReplaced(ReplicaRef ref, Injection<?> part) {
        Replica replica = topology.replica(ref);
        if (part.altersStart()) {
            return replica.isRunning() && replica.alteration().isEmpty();
        }
        return replica.isRunning()
                && !replica.incarnation().equals(part.target().incarnation());
    }

    private synchronized Optional<String> by(ReplicaRef replica) {
        return Optional.ofNullable(underWay.get(replica));
    }

    /** Follows what may end the fault from outside. */
    void watch(Injection<?> part) {
        if (part.target() instanceof Target.OfReplica onReplica
                && part.isOnIncarnation()
                && !part.isTakenBackByStart()) {
            var unused = onReplica.exit().thenAccept(status -> vanished(part, status));
        }
    }

    private void vanished(Injection<?> part, int status) {
        part.replica()
                .flatMap(this::by)
                .ifPresentOrElse(
                        part::mitigated,
                        () -> part.lost(
                                part.target().ref() + " (" + part.target().incarnation() + ") ended with status "
                                        + status + ", and no mitigation step ended it"));
    }
}
