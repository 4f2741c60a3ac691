package dev.blackstart.fault.process;

import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Target;
import java.time.Duration;

/** Sees how long the replica's start takes, until it answers. */
final class StartMeter extends ReplicaMeter {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Duration by;

    // Guarded by this.
    private long startedNanos;
    private boolean ready;

    StartMeter(FaultId id, Target.OfReplica target, Duration by, MeterContext run) {
        super(id, target, run);
        this.by = by;
    }

    @Override
    void sample() {
        Asker asker;
        synchronized (this) {
            startedNanos = startedNanos == 0 ? run.clock().nanos() : startedNanos;
            asker = ready ? null : question.asker();
        }
        if (asker != null) {
            var unused = asker.ask(PATIENCE).thenAccept(this::answered);
        }
    }

    private synchronized void answered(Answer answer) {
        Duration elapsed = Duration.ofNanos(run.clock().nanos() - startedNanos);
        boolean late = elapsed.compareTo(by) >= 0;
        // That it does not answer before the time that was asked is what every start is like.
        if (ready || answer.detail().equals("busy") || (!answer.ok() && !late)) {
            return;
        }
        ready = answer.ok();
        String detail = (ready ? "ready " : "not ready ") + elapsed.toMillis() + " ms after its start";
        came(new Found(answer.sent(), elapsed, answer.ok(), late, detail, null));
    }

    @Override
    boolean isFaulted() {
        return target.replica().alteration().isPresent();
    }
}
