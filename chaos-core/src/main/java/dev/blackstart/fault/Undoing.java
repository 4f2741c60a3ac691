package dev.blackstart.fault;

import dev.blackstart.heal.UndoExecutor;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancelled;
import java.util.ArrayList;
import java.util.List;

/** One attempt of a living run to take a fault back, and what came of each step. Not for several threads. */
final class Undoing {
    private static final int TRIES = 3;

    private final Surroundings run;
    private final List<String> results = new ArrayList<>();
    private boolean complete = true;
    private boolean didSomething;

    Undoing(Surroundings run) {
        this.run = run;
    }

    /** By a start of the target where its end, or its alteration, is the effect; else by the steps. */
    void takeBack(Prepared<?> fault, FaultDriver<?> driver) {
        if (driver.isTakenBackByStart()) {
            startAgain(fault.target(), driver.altersStart(), fault.undo());
        } else {
            steps(fault.undo());
        }
    }

    /** Does the steps, last to first, each tried even if another failed. */
    void steps(Undo undo) {
        List<UndoStep> steps = undo.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            UndoResult result = stubborn(steps.get(i));
            results.add(steps.get(i).getClass().getSimpleName() + ": " + UndoExecutor.says(steps.get(i), result));
            complete &= result != UndoResult.RETRY;
            didSomething |= result == UndoResult.REVERTED;
        }
    }

    private UndoResult stubborn(UndoStep step) {
        UndoResult result = UndoResult.RETRY;
        // Files and sockets would be closed under an interrupted thread, and a fault is to be taken back all the same.
        boolean interrupted = Thread.interrupted();
        for (int attempt = 0; attempt < TRIES && result == UndoResult.RETRY; attempt++) {
            try {
                result = run.undo().apply(step);
            } catch (RuntimeException e) {
                result = UndoResult.RETRY;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return result;
    }

    /**
     * Starts the target again, whose end, or whose alteration, is the effect.
     *
     * @param otherwise has steps where the target is not the run's, which puts it right also when it is over
     */
    private void startAgain(Target target, boolean altered, Undo otherwise) {
        didSomething = true;
        try {
            results.add("StartAgain: " + run.startAgain(target, altered).orElse(UndoResult.SUPERSEDED.toString()));
        } catch (Cancelled e) {
            // The run is being interrupted: its topology is about to end, and nobody needs a replica of its own any
            // more.
            if (otherwise.steps().isEmpty()) {
                results.add("StartAgain: not done, " + e.getMessage());
            } else {
                steps(otherwise);
            }
        } catch (RuntimeException e) {
            results.add("StartAgain: " + e.getMessage());
            complete = false;
        }
    }

    /** Each step and what came of it, in the order in which they were done. */
    List<String> results() {
        return List.copyOf(results);
    }

    boolean isComplete() {
        return complete;
    }

    /** Whether there was something to undo, and all of it had been undone by somebody else. */
    boolean foundNothing() {
        return !didSomething && !results.isEmpty();
    }
}
