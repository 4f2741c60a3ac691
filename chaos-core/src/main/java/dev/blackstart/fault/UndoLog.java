package dev.blackstart.fault;

import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;

/** Where undos are kept before the deed: the part of the run's ledger that faults need. Thread-safe. */
interface UndoLog {
    /** Returns once the undo is on disk (fsync). */
    void intend(IntendedFault fault);

    /** The fault has been taken back; its undo is no longer needed. */
    void done(FaultId id);

    static UndoLog of(Ledger ledger) {
        return new UndoLog() {
            @Override
            public void intend(IntendedFault fault) {
                ledger.intend(fault);
            }

            @Override
            public void done(FaultId id) {
                ledger.done(id.value());
            }
        };
    }
}
