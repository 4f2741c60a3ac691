package dev.blackstart.fault.process;

import dev.blackstart.container.ContainerEngine;
import dev.blackstart.container.EngineFailed;
import dev.blackstart.container.Inspection;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.Incarnation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A replica that is a container. Its engine does what is asked, and says what became of it. */
record ContainerReplica(Target.OfReplica target, Incarnation.Container container, ContainerEngine engine)
        implements RunningReplica {
    private static final Duration EXIT_WITHIN = Duration.ofSeconds(5);

    @Override
    public void kill(Host host) {
        requireSame();
        engine.kill(container.id(), host.cancellation());
        awaitExit(host);
    }

    @Override
    public void end(Duration grace, Host host) {
        requireSame();
        engine.end(container.id(), grace, host.cancellation());
        awaitExit(host);
    }

    /** Whoever heals a run does not end a container that somebody else has started. */
    @Override
    public List<UndoStep> undoOfEnd() {
        Inspection now = requireSame();
        if (now.removedAtEnd()) {
            throw new FaultFailed(
                    target.ref() + " (" + container
                            + ") is removed by its engine when it ends, so nobody could start it again; start it without auto-remove");
        }
        return undo(UndoStep.ContainerAs.State.RUNNING);
    }

    @Override
    public boolean isGone() {
        return sees(now -> !isSame(now) || !now.running(), true);
    }

    @Override
    public List<UndoStep> undoOfPause() {
        Inspection now = requireSame();
        if (now.paused()) {
            throw new FaultFailed(target.ref() + " (" + container + ") is paused already, by somebody else");
        }
        return undo(UndoStep.ContainerAs.State.UNPAUSED);
    }

    private List<UndoStep> undo(UndoStep.ContainerAs.State state) {
        return List.of(new UndoStep.ContainerAs(container.engine(), container.id(), container.startedAt(), state));
    }

    @Override
    public void pause(List<UndoStep> undo, Host host) {
        requireSame();
        engine.pause(container.id());
    }

    @Override
    public boolean isPaused(List<UndoStep> undo) {
        return sees(now -> isSame(now) && now.paused(), false);
    }

    @Override
    public String says(boolean paused) {
        return paused ? "paused" : "runs";
    }

    private boolean isSame(Inspection now) {
        return now.startedAt().equals(container.startedAt());
    }

    private Inspection requireSame() {
        return engine.inspect(container.id())
                .filter(now -> isSame(now) && now.running())
                .orElseThrow(() -> new FaultFailed(target.ref() + " (" + container + ") is gone"));
    }

    /** An engine that does not answer shows nothing. */
    private boolean sees(Predicate<Inspection> what, boolean whenRemoved) {
        try {
            Optional<Inspection> now = engine.inspect(container.id());
            return now.map(what::test).orElse(whenRemoved);
        } catch (EngineFailed e) {
            return false;
        }
    }

    /** Whoever follows it is to hear of the end as well. */
    private void awaitExit(Host host) {
        var unused = target.replica().isRunning();
        if (!ReplicaFault.awaitExit(target, EXIT_WITHIN, host)) {
            throw new FaultFailed(
                    target.ref() + " (" + container + ") has ended, and its topology has not heard of it");
        }
    }
}
