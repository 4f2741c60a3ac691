package dev.blackstart.fault;

import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import java.util.Optional;
import java.util.function.Function;

/** What every injection of an arm shares. */
interface Surroundings {
    Host host();

    EventSink events();

    UndoLog undoLog();

    /** Does one undo step; bounded in time. */
    Function<UndoStep, UndoResult> undo();

    /**
     * Starts the target again if it is gone, or altered; blocks until it is ready. Empty when there was nothing to do.
     *
     * @param altered whether the fault is an alteration, else that the target is gone
     */
    Optional<String> startAgain(Target target, boolean altered);
}
