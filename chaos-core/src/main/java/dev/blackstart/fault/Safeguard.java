package dev.blackstart.fault;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.time.Cancellation;
import java.time.Duration;
import java.util.Optional;

/**
 * What a run has so that no fault outlives it.
 *
 * @param longestLease of any fault, as the environment has it; empty: as asked
 * @param waits whether a fault waits until another run's fault on the same thing is gone; else it is refused
 */
public record Safeguard(Ledger ledger, HealerProcess healer, Optional<Duration> longestLease, boolean waits) {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** For the faults of one arm. */
    UndoLog undoLog(EventSink events, Cancellation cancellation) {
        return new UndoLog() {
            @Override
            public void intend(IntendedFault asked) {
                IntendedFault fault = longestLease.map(asked::withLeaseOfAtMost).orElse(asked);
                if (!fault.withRunner().orElse(false)) {
                    healer.awaitReady(cancellation);
                }
                awaitWayFree(fault, events, cancellation);
                ledger.intend(fault);
                boolean mayBeInjected = false;
                try {
                    // Another run may have looked at the same moment: each sees the other now, and neither goes on.
                    ledger.inTheWay(fault).ifPresent(other -> refuse(fault, other));
                    check();
                    mayBeInjected = true;
                } finally {
                    if (!mayBeInjected) {
                        ledger.done(fault.id());
                    }
                }
            }

            @Override
            public void done(FaultId id) {
                ledger.done(id.value());
            }

            @Override
            public void check() {
                healer.checkNotTaken();
            }
        };
    }

    private void awaitWayFree(IntendedFault fault, EventSink events, Cancellation cancellation) {
        Optional<Ledgers.OthersFault> other = ledger.inTheWay(fault);
        if (other.isPresent() && waits) {
            events.add(new Event.Awaiting("the end of " + says(other.get()), LONGEST_WAIT));
            for (long i = 0; other.isPresent() && i < LONGEST_WAIT.dividedBy(BETWEEN_LOOKS); i++) {
                cancellation.sleep(BETWEEN_LOOKS);
                other = ledger.inTheWay(fault);
            }
        }
        other.ifPresent(still -> refuse(fault, still));
    }

    private static void refuse(IntendedFault fault, Ledgers.OthersFault other) {
        String remedy = other.state() == Ledgers.State.ALIVE
                ? "with 'run --wait' this one waits until it is gone"
                : "that run is over: 'blackstart heal' takes it back";
        throw new FaultFailed(fault.undo().fault() + " on " + fault.target() + " is refused: " + says(other)
                + " is there; " + remedy);
    }

    private static String says(Ledgers.OthersFault other) {
        return other.fault().undo().fault() + " (" + other.fault().id() + ") of run " + other.run();
    }
}
