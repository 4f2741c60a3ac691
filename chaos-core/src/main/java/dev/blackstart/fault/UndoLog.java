package dev.blackstart.fault;

import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Undo;

/** Where undos are kept before the deed: the part of the run's ledger that faults need. Thread-safe. */
interface UndoLog {
    /** Returns once the undo is on disk (fsync). */
    void intend(FaultId id, Undo undo);

    /** The fault has been taken back; its undo is no longer needed. */
    void done(FaultId id);

    static UndoLog of(Ledger ledger) {
        return new UndoLog() {
            @Override
            public void intend(FaultId id, Undo undo) {
                ledger.intend(id.value(), undo);
            }

            @Override
            public void done(FaultId id) {
                ledger.done(id.value());
            }
        };
    }
}
