package dev.blackstart.ledger;

/** What doing an undo step came to. */
public enum UndoResult {
    /** There was nothing to do. */
    GONE,
    /** The fault was there and has been taken back. */
    REVERTED,
    /** The thing is no longer as the fault left it; somebody else changed it, and it is left alone. */
    SUPERSEDED,
    /** It could not be done now. */
    RETRY
}
