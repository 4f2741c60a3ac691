package dev.blackstart.fault.process;

import dev.blackstart.container.ContainerEngine;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.Incarnation;
import java.time.Duration;
import java.util.List;

/** What can be done to one incarnation of a replica, and seen of it, whatever it is made of. Stateless. */
interface RunningReplica {
    /** @throws IllegalArgumentException if the target is nothing that runs */
    static RunningReplica of(Target target) {
        Target.OfReplica replica = ReplicaFault.replica(target);
        if (target.incarnation() instanceof Incarnation.LocalProcess process) {
            return new ProcessReplica(replica, process.identity());
        }
        if (target.incarnation() instanceof Incarnation.Container container) {
            return new ContainerReplica(replica, container, ContainerEngine.at(container.engine()));
        }
        throw new IllegalArgumentException(
                target.ref()
                        + " is neither a process nor a container of this run, but a name: nothing but the links to it can have a fault");
    }

    /** Kills all of it; returns once it is gone. */
    void kill(Host host);

    /** Asks it to end, and kills what is left after the grace; returns once it is gone. */
    void end(Duration grace, Host host);

    /** What starts it again where nobody ends its topology. */
    List<UndoStep> undoOfEnd();

    boolean isGone();

    /** What lets it go on after a pause; empty when it is gone. */
    List<UndoStep> undoOfPause();

    /** Stops it in its tracks; returns once it stands still. */
    void pause(List<UndoStep> undo, Host host);

    boolean isPaused(List<UndoStep> undo);

    /** How a look at it is told. */
    String says(boolean paused);
}
