package dev.blackstart.fault.process;

import dev.blackstart.fault.Host;
import dev.blackstart.fault.Prepared;

/** {@code blackstart.fault.crash}: SIGKILL to all of a replica. */
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
        RunningReplica.of(fault.target()).kill(host);
    }
}
