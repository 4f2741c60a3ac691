package dev.blackstart.fault.process;

import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Target;
import java.time.Duration;
import java.time.Instant;

/** Sees that the incarnation is gone, and with which exit status. */
final class ExitMeter extends ReplicaMeter {
    private final RunningReplica incarnation;

    ExitMeter(FaultId id, Target.OfReplica target, MeterContext run) {
        super(id, target, run);
        incarnation = RunningReplica.of(target);
    }

    @Override
    void sample() {
        Instant sent = run.clock().instant();
        boolean gone = incarnation.isGone();
        Integer status =
                target.exit().isCompletedExceptionally() ? null : target.exit().getNow(null);
        String detail = target.incarnation()
                + (gone ? " gone" : " still there")
                + (status == null ? "" : ", exit status " + status);
        came(new Found(sent, Duration.ZERO, !gone, gone && status != null, detail));
    }

    /** About the replica, whichever incarnation it is by now. */
    @Override
    boolean isFaulted() {
        return !target.replica().isRunning();
    }
}
