package dev.blackstart.fault.process;

import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.MeterContext;
import dev.blackstart.fault.Target;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.ProcessTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows the process that is started and killed again and again. */
final class LoopMeter extends ReplicaMeter {
    /** What a busy machine may take to kill it. */
    private static final Duration LATE = Duration.ofMillis(500);

    private final CrashLoop asked;

    // Guarded by this.
    private Optional<ProcessIdentity> last = Optional.empty();
    private long lastSeenFirstNanos;
    private int crashes;

    LoopMeter(FaultId id, Target.OfReplica target, CrashLoop asked, MeterContext run) {
        super(id, target, run);
        this.asked = asked;
    }

    @Override
    synchronized void sample() {
        Instant sent = run.clock().instant();
        long now = run.clock().nanos();
        if (!isFaulted()) {
            came(new Found(sent, Duration.ZERO, true, false, "runs as declared"));
            return;
        }
        Optional<ProcessIdentity> current = looped();
        if (!current.equals(last)) {
            last = current;
            lastSeenFirstNanos = now;
        }
        boolean down = current.filter(child -> ProcessTable.name(child.pid()).equals(CrashLoopDriver.PAUSE))
                .isPresent();
        crashes += down && now == lastSeenFirstNanos ? 1 : 0;
        Duration age = Duration.ofNanos(now - lastSeenFirstNanos);
        boolean stays = !down && age.compareTo(asked.up().plus(LATE)) > 0;
        if (crashes == 0 && !stays) {
            // Its first life is not over yet.
            return;
        }
        String state = down ? "is down" : "runs for " + age.toMillis() + " ms";
        came(new Found(sent, Duration.ZERO, !down, !stays, state + ", seen to be down " + crashes + " times", null));
    }

    /** What the shell waits for: the end of the replica's own process, or of the pause until its next start. */
    private Optional<ProcessIdentity> looped() {
        if (!(target.replica().incarnation() instanceof Incarnation.LocalProcess leader)) {
            return Optional.empty();
        }
        return ProcessTable.all().stream()
                .filter(row -> row.parent() == leader.identity().pid())
                .map(ProcessTable.Row::identity)
                .findFirst();
    }

    @Override
    boolean isFaulted() {
        return target.replica().alteration().isPresent();
    }
}
