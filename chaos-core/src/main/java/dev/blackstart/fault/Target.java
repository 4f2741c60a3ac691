package dev.blackstart.fault;

import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.TargetRef;
import java.util.concurrent.CompletableFuture;

/** A target at the moment of the injection: its name and the actual thing. */
public sealed interface Target {
    TargetRef ref();

    Incarnation incarnation();

    /** @param peer the replica at the far end, whose readiness protocol the exchanges speak */
    record OfLink(Link link, Replica peer, Incarnation incarnation) implements Target {
        @Override
        public TargetRef ref() {
            return link.ref();
        }
    }

    /**
     * A replica.
     *
     * @param exit of this incarnation
     * @param topology that it belongs to, which starts it
     */
    record OfReplica(
            Replica replica, Incarnation incarnation, CompletableFuture<Integer> exit, RunningTopology topology)
            implements Target {
        @Override
        public TargetRef ref() {
            return replica.ref();
        }
    }
}
