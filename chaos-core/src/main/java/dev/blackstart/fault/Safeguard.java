package dev.blackstart.fault;

import dev.blackstart.heal.HealerFailed;
import dev.blackstart.heal.HealerProcess;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.time.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a run has so that no fault outlives it.
 *
 * @param longestLease of any fault, as the environment has it; empty: as asked
 * @param waits whether a fault waits until another run's fault on the same thing is gone; else it is refused
 * @param turns what the refusal says would do, as a sentence without a full stop
 */
public record Safeguard(
        Ledger ledger, HealerProcess healer, Optional<Duration> longestLease, boolean waits, String turns) {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** A run that has died is healed within seconds, or by hand. */
    private static final Duration LONGEST_HEALING = Duration.ofSeconds(15);

    /** Of a run that the command can let wait. */
    public Safeguard(Ledger ledger, HealerProcess healer, Optional<Duration> longestLease, boolean waits) {
        this(ledger, healer, longestLease, waits, "with 'run --wait' this one waits until it is gone");
    }

    /** For the faults of one arm. */
    UndoLog undoLog(EventSink events, Cancellation cancellation) {
        return new UndoLog() {
            @Override
            public boolean claim(List<IntendedFault> asked) {
                List<IntendedFault> faults = asked.stream()
                        .map(fault -> longestLease.map(fault::withLeaseOfAtMost).orElse(fault))
                        .toList();
                if (faults.stream().anyMatch(fault -> !fault.withRunner().orElse(false))) {
                    awaitHealer(cancellation);
                }
                Optional<InTheWay> other = inTheWay(faults).or(() -> intend(faults));
                other.ifPresent(there -> awaitEnd(there, events, cancellation));
                return other.isEmpty();
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

    private void awaitHealer(Cancellation cancellation) {
        try {
            healer.awaitReady(cancellation);
        } catch (HealerFailed e) {
            throw new FaultFailed(e.getMessage() == null ? e.toString() : e.getMessage(), e);
        }
    }

    /** One of the faults, and what another run has there. */
    private record InTheWay(IntendedFault fault, Ledgers.OthersFault other) {
        boolean isOfALivingRun() {
            return other.state() == Ledgers.State.ALIVE || other.state() == Ledgers.State.UNREADABLE;
        }
    }

    private Optional<InTheWay> inTheWay(List<IntendedFault> faults) {
        return faults.stream()
                .flatMap(fault -> ledger.inTheWay(fault).stream().map(other -> new InTheWay(fault, other)))
                .findFirst();
    }

    /**
     * Another run may have looked at the same moment, and seen nothing either: so each looks once more when its own undos are on disk,
     * and then neither goes on.
     */
    private Optional<InTheWay> intend(List<IntendedFault> faults) {
        List<IntendedFault> intended = new ArrayList<>();
        boolean mayBeInjected = false;
        try {
            for (IntendedFault fault : faults) {
                ledger.intend(fault);
                intended.add(fault);
            }
            healer.checkNotTaken();
            Optional<InTheWay> other = inTheWay(faults);
            mayBeInjected = other.isEmpty();
            return other;
        } finally {
            if (!mayBeInjected) {
                intended.forEach(fault -> ledger.done(fault.id()));
            }
        }
    }

    /** A run that has faults of its own in force does not wait: two such runs might wait for each other. */
    private void awaitEnd(InTheWay there, EventSink events, Cancellation cancellation) {
        if (!waits) {
            throw refusal(there, there.isOfALivingRun() ? turns : "that run is over: 'blackstart heal' takes it back");
        }
        if (ledger.hasFaults()) {
            throw refusal(there, "this run has other faults in force, and does not wait with them");
        }
        events.add(new Event.Awaiting("the end of " + says(there.other()), LONGEST_WAIT));
        Optional<InTheWay> now = Optional.of(there);
        long dead = 0;
        for (long i = 0; now.isPresent(); i++) {
            dead = now.get().isOfALivingRun() ? 0 : dead + 1;
            if (dead > LONGEST_HEALING.dividedBy(BETWEEN_LOOKS)) {
                throw refusal(now.get(), "that run is over, and nobody heals it: 'blackstart heal' takes it back");
            }
            if (i > LONGEST_WAIT.dividedBy(BETWEEN_LOOKS)) {
                throw refusal(now.get(), "this run has waited for it long enough");
            }
            // Not all at the same moment: of two that claim at once neither goes on.
            cancellation.sleep(
                    BETWEEN_LOOKS.plusMillis(ThreadLocalRandom.current().nextLong(BETWEEN_LOOKS.toMillis())));
            now = inTheWay(List.of(there.fault()));
        }
    }

    private static FaultFailed refusal(InTheWay there, String remedy) {
        return new FaultFailed(there.fault().undo().fault() + " on "
                + there.fault().target() + " is refused: " + says(there.other()) + " is there; " + remedy);
    }

    private static String says(Ledgers.OthersFault other) {
        return other.fault().undo().fault() + " (" + other.fault().id() + ") of run " + other.run();
    }
}
