package dev.blackstart.fault;

import dev.blackstart.ledger.IntendedFault;

/** Where undos are kept before the deed: the part of the run's ledger that faults need. Thread-safe. */
interface UndoLog {
    /**
     * Returns once the undo is on disk (fsync).
     *
     * @throws FaultFailed if the fault may not be injected now
     */
    void intend(IntendedFault fault);

    /** The fault has been taken back; its undo is no longer needed. */
    void done(FaultId id);

    /**
     * Right after the deed: whether the run still may.
     *
     * @throws dev.blackstart.time.Cancelled if somebody else has put the run right meanwhile, without this fault
     */
    default void check() {}
}
