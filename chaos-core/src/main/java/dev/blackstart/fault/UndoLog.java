package dev.blackstart.fault;

import dev.blackstart.ledger.IntendedFault;
import java.util.List;

/** Where undos are kept before the deed: the part of the run's ledger that faults need. Thread-safe. */
interface UndoLog {
    /**
     * Returns once the undos are on disk (fsync), and no other run has a fault where these go.
     *
     * @param faults the parts of one request; all are claimed, or none
     * @return false, and nothing was claimed, when another run's fault had to be waited for: what was found out about the targets
     *     before that is to be found out again
     * @throws FaultFailed if the faults may not be injected now
     */
    boolean claim(List<IntendedFault> faults);

    /** The fault has been taken back; its undo is no longer needed. */
    void done(FaultId id);

    /**
     * Right after the deed: whether the run still may.
     *
     * @throws dev.blackstart.time.Cancelled if somebody else has put the run right meanwhile, without this fault
     */
    default void check() {}
}
