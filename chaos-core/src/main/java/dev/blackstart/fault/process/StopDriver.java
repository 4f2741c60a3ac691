package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Prepared;

/** {@code blackstart.fault.stop}: SIGTERM to a replica, SIGKILL after the grace. */
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
        RunningReplica.of(fault.target()).end(fault.config().grace(), host);
    }
}
