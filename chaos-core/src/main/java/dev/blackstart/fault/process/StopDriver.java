package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.process.OwnedProcesses;

/** {@code blackstart.fault.stop}: SIGTERM to a replica's process group, SIGKILL after the grace. */
public final class StopDriver extends EndOfReplica<Stop> {
    /** For ServiceLoader. */
    public StopDriver() {
        super(
                "stop",
                Stop.class,
                "Ends a replica as an operator would (SIGTERM, after a grace SIGKILL); the revert starts it again.");
    }

    @Override
    String asked(Stop config) {
        return "stopped (SIGTERM, after " + Durations.format(config.grace()) + " SIGKILL)";
    }

    @Override
    public void inject(Prepared<Stop> fault, Host host) {
        Target.OfReplica target = ReplicaFault.replica(fault.target());
        OwnedProcesses all = OwnedProcesses.ofReplica(ReplicaFault.identity(target));
        ReplicaFault.signal(target, "TERM");
        boolean ended = ReplicaFault.awaitExit(target, fault.config().grace(), host);
        // Its children may have ignored what it obeyed.
        OwnedProcesses.signal(ReplicaFault.identity(target), "KILL");
        if (!ended) {
            awaitKilled(target, host);
        }
        endRest(all, target, host);
    }
}
