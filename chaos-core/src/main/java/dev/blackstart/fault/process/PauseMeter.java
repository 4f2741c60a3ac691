package dev.blackstart.fault.process;

import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.UndoStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Sees that the replica stands still, and that it does not answer. */
final class PauseMeter extends ReplicaMeter {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final RunningReplica replica;
    private final List<UndoStep> undo;

    /** @param undo of the pause, which says what is paused */
    PauseMeter(FaultId id, Target.OfReplica target, RunningReplica replica, List<UndoStep> undo, MeterContext run) {
        super(id, target, run);
        this.replica = replica;
        this.undo = undo;
    }

    @Override
    void sample() {
        Instant sent = run.clock().instant();
        Asker asker = question.asker();
        if (asker == null) {
            boolean stopped = isFaulted();
            came(new Found(sent, Duration.ZERO, !stopped, stopped, replica.says(stopped)));
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
        came(new Found(
                answer.sent(),
                answer.took(),
                answer.ok(),
                stopped && silent,
                replica.says(stopped) + ", " + answer.detail()));
    }

    @Override
    boolean isFaulted() {
        return replica.isPaused(undo);
    }
}
