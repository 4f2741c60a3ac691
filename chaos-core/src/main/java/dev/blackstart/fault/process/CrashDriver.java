package dev.blackstart.fault.process;

import dev.blackstart.fault.Host;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.process.OwnedProcesses;

/** {@code blackstart.fault.crash}: SIGKILL to a replica's process group, and an end to whoever has left that. */
public final class CrashDriver extends EndOfReplica<Crash> {
    /** For ServiceLoader. */
    public CrashDriver() {
        super("crash", Crash.class, "Kills a replica with all its processes (SIGKILL); the revert starts it again.");
    }

    @Override
    String asked(Crash config) {
        return "killed (SIGKILL)";
    }

    @Override
    public void inject(Prepared<Crash> fault, Host host) {
        Target.OfReplica target = ReplicaFault.replica(fault.target());
        OwnedProcesses all = OwnedProcesses.ofReplica(ReplicaFault.identity(target));
        ReplicaFault.signal(target, "KILL");
        awaitKilled(target, host);
        endRest(all, target, host);
    }
}
