package dev.blackstart.fault.process;

import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Sees that every process is stopped, and that the replica does not answer. */
final class PauseMeter extends ReplicaMeter {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final List<ProcessIdentity> groups;

    PauseMeter(FaultId id, Target.OfReplica target, List<ProcessIdentity> groups, MeterContext run) {
        super(id, target, run);
        this.groups = groups;
    }

    @Override
    void sample() {
        Instant sent = run.clock().instant();
        Asker asker = question.asker();
        if (asker == null) {
            boolean stopped = isFaulted();
            came(new Found(sent, Duration.ZERO, !stopped, stopped, stopped ? "stopped" : "running"));
            return;
        }
        var unused = asker.ask(PATIENCE).thenAccept(this::answered);
    }

    private void answered(Answer answer) {
        if (answer.detail().equals("busy")) {
            return;
        }
        boolean stopped = isFaulted();
        boolean silent =
                !answer.ok() && answer.took().compareTo(PATIENCE.multipliedBy(9).dividedBy(10)) >= 0;
        String state = stopped ? "every process stopped" : "processes run";
        came(new Found(answer.sent(), answer.took(), answer.ok(), stopped && silent, state + ", " + answer.detail()));
    }

    @Override
    boolean isFaulted() {
        return ReplicaFault.areStopped(groups);
    }
}
