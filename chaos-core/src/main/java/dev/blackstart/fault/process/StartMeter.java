package dev.blackstart.fault.process;

import dev.blackstart.document.Durations;
import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.process.ProcessTable;
import java.time.Duration;

/**
 * Sees how long the replica's start takes, until it answers, and that its own program does not begin before what was asked for is over:
 * what the start takes as usual is not the fault's.
 */
final class StartMeter extends ReplicaMeter {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Duration by;

    // Guarded by this.
    private long startedNanos;
    private boolean ready;
    private boolean begun;
    private boolean tooEarly;

    StartMeter(FaultId id, Target.OfReplica target, Duration by, MeterContext run) {
        super(id, target, run);
        this.by = by;
    }

    @Override
    void sample() {
        Asker asker;
        synchronized (this) {
            long now = run.clock().nanos();
            startedNanos = startedNanos == 0 ? now : startedNanos;
            if (!begun && !isHeld()) {
                begun = true;
                tooEarly = now - startedNanos < by.toNanos();
            }
            asker = ready ? null : question.asker();
        }
        if (asker != null) {
            var unused = asker.ask(PATIENCE).thenAccept(this::answered);
        }
    }

    /** Whether the wrapper that waits is still in the place of the program. */
    private boolean isHeld() {
        return target.replica().incarnation() instanceof Incarnation.LocalProcess process
                && ProcessTable.hasArgument(process.identity().pid(), SlowStartDriver.WAITS);
    }

    private synchronized void answered(Answer answer) {
        Duration elapsed = Duration.ofNanos(run.clock().nanos() - startedNanos);
        boolean late = elapsed.compareTo(by) >= 0;
        // That it does not answer before the time that was asked is what every start is like.
        if (ready || answer.detail().equals("busy") || (!answer.ok() && !late)) {
            return;
        }
        ready = answer.ok();
        String detail = (ready ? "ready " : "not ready ") + elapsed.toMillis() + " ms after its start"
                + (tooEarly ? ", which itself was held for less than " + Durations.format(by) : "");
        came(new Found(answer.sent(), elapsed, answer.ok(), late && !tooEarly, detail, null));
    }

    @Override
    boolean isFaulted() {
        return target.replica().alteration().isPresent();
    }
}
