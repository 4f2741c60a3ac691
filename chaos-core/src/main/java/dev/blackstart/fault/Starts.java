package dev.blackstart.fault;

import dev.blackstart.ledger.UndoResult;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.RunningTopology;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Takes faults back by a start of their target. Stateless but for its topology. */
final class Starts {
    private final RunningTopology topology;
    private final Cancellation cancellation;
    private final BooleanSupplier over;

    /** @param over whether the topology is about to end: then nobody needs the replica any more */
    Starts(RunningTopology topology, Cancellation cancellation, BooleanSupplier over) {
        this.topology = topology;
        this.cancellation = cancellation;
        this.over = over;
    }

    /** As {@link Surroundings#startAgain}. */
    Optional<String> startAgain(Target target, boolean altered) {
        if (!(target instanceof Target.OfReplica onReplica)) {
            return Optional.empty();
        }
        if (over.getAsBoolean()) {
            throw new Cancelled("the arm is ending");
        }
        Replica replica = onReplica.replica();
        if (altered) {
            cancellation.check();
            return topology.startUnaltered(replica.ref(), cancellation)
                    ? Optional.of(UndoResult.REVERTED.toString())
                    : Optional.empty();
        }
        if (replica.isRunning() && !replica.incarnation().equals(target.incarnation())) {
            return Optional.empty();
        }
        // An interrupted run ends its topology next; a process that is started now would only have to be ended too.
        cancellation.check();
        topology.startAgain(replica.ref(), cancellation);
        return Optional.of(UndoResult.REVERTED.toString());
    }
}
