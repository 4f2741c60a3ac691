package dev.blackstart.heal;

import dev.blackstart.container.ContainerEngine;
import dev.blackstart.container.EngineFailed;
import dev.blackstart.container.Inspection;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import java.util.Optional;

/** A container that a fault paused or ended, seen by whoever takes that back. Stateless. */
final class FaultedContainer {
    private final UndoStep.ContainerAs step;
    private final ContainerEngine engine;

    FaultedContainer(UndoStep.ContainerAs step) {
        this.step = step;
        this.engine = ContainerEngine.at(step.engine());
    }

    /** Whether it is still as it was before the fault, so that the fault may be yet to come. */
    boolean isAsBefore() {
        try {
            return engine.inspect(step.container())
                    .filter(now -> isSame(now) && now.running() && !now.paused())
                    .isPresent();
        } catch (EngineFailed e) {
            return false;
        }
    }

    private boolean isSame(Inspection now) {
        return now.startedAt().equals(step.startedAt());
    }

    /** @throws EngineFailed if the engine does not do it */
    UndoResult restore() {
        Optional<Inspection> now = engine.inspect(step.container());
        if (now.isEmpty()) {
            return UndoResult.GONE;
        }
        if (!isSame(now.get())) {
            return UndoResult.SUPERSEDED;
        }
        return switch (step.state()) {
            case RUNNING -> startAgain(now.get());
            case UNPAUSED -> goOn(now.get());
        };
    }

    private UndoResult startAgain(Inspection now) {
        if (now.running()) {
            return UndoResult.GONE;
        }
        engine.start(step.container());
        return UndoResult.REVERTED;
    }

    private UndoResult goOn(Inspection now) {
        if (!now.running()) {
            return UndoResult.GONE;
        }
        if (!now.paused()) {
            return UndoResult.SUPERSEDED;
        }
        engine.unpause(step.container());
        return UndoResult.REVERTED;
    }
}
