package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Prepared;
import dev.blackstart.fault.Target;

/** {@code blackstart.fault.restart}: a replica is away for as long as its start takes. */
public final class RestartDriver extends EndOfReplica<Restart> {
    /** For ServiceLoader. */
    public RestartDriver() {
        super(
                "restart",
                Restart.class,
                "Ends a replica (SIGTERM, after a grace SIGKILL) and starts it again at once; it is there when it is ready.");
    }

    @Override
    String asked(Restart config) {
        return "restarted (SIGTERM, after " + Durations.format(config.grace()) + " SIGKILL)";
    }

    @Override
    public void inject(Prepared<Restart> fault, Host host) {
        Target.OfReplica target = ReplicaFault.replica(fault.target());
        target.topology().restart(target.replica().ref(), fault.config().grace(), host.cancellation());
    }
}
