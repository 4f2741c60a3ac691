package dev.blackstart.fault;

import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import java.util.List;

/** What the contract of faults is tried on: one server, and one link that leads to it. */
public interface SmallSystem extends RunningTopology {
    LinkRef through();

    ReplicaRef behind();

    /**
     * How many milliseconds one request through the link takes, on a connection of its own, by a client that knows sockets and a watch;
     * or a negative number of {@link PlainClient}.
     */
    long ask(int patienceMillis);

    /** What can be seen of the system by those who look for it; the same before a fault and after its undo. */
    List<String> trace();

    /** Which incarnation the server is, and whether it stands still. */
    List<String> traceOfReplica();

    /** The server is made to stand still, by somebody who knows nothing of Blackstart. */
    void stopInItsTracks();
}
