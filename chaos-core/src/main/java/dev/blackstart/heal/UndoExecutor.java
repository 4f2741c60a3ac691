package dev.blackstart.heal;

import dev.blackstart.container.EngineFailed;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.link.LinkControl;
import dev.blackstart.link.LinkUnreachable;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.OwnedProcesses;
import dev.blackstart.topology.process.ProcessTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Carries out single undo steps, and says what came of them. Stateless; each step is idempotent and bounded in time. */
public final class UndoExecutor {
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int POLLS = 200;

    private UndoExecutor() {}

    public static UndoResult carryOut(UndoStep step) {
        try {
            if (step instanceof UndoStep.ToxicGone toxic) {
                LinkControl link = LinkControl.of(new Incarnation.LinkProxy(toxic.api(), toxic.proxy()));
                return link.removeToxic(toxic.toxic()) ? UndoResult.REVERTED : UndoResult.GONE;
            } else if (step instanceof UndoStep.ProxyAs proxy) {
                LinkControl link = LinkControl.of(new Incarnation.LinkProxy(proxy.api(), proxy.proxy()));
                return link.setEnabled(proxy.enabled()) ? UndoResult.REVERTED : UndoResult.GONE;
            } else if (step instanceof UndoStep.ContinueGroup group) {
                return resume(group.group());
            } else if (step instanceof UndoStep.EndMarked marked) {
                return endMarked(marked.marker());
            } else if (step instanceof UndoStep.FileAs file) {
                return new KeptFile(file).restore();
            } else if (step instanceof UndoStep.MutableFile file) {
                return mutable(Path.of(file.path()));
            } else if (step instanceof UndoStep.ContainerAs container) {
                return new FaultedContainer(container).restore();
            } else if (step instanceof UndoStep.Argv commands) {
                return Commands.revert(commands);
            }
        } catch (LinkUnreachable | EngineFailed e) {
            return UndoResult.RETRY;
        }
        throw new IllegalArgumentException("an undo step that this version does not know: " + step);
    }

    /** What came of a step, for people; of a file that others have changed, also where its original is. */
    public static String says(UndoStep step, UndoResult result) {
        if (result != UndoResult.SUPERSEDED || !(step instanceof UndoStep.FileAs file)) {
            return result.toString();
        }
        return new KeptFile(file)
                .stillKept()
                .map(kept -> result + "; somebody else has changed the file meanwhile; "
                        + (kept.equals(Path.of(file.kept())) ? "its original" : "what was copied of its original")
                        + " is kept as " + kept)
                .orElse(result.toString());
    }

    private static UndoResult resume(ProcessIdentity group) {
        List<ProcessTable.Row> rows = ProcessTable.group(group);
        if (rows.stream().noneMatch(ProcessTable.Row::isStopped)) {
            return rows.isEmpty() ? UndoResult.GONE : UndoResult.SUPERSEDED;
        }
        OwnedProcesses.signal(group, "CONT");
        return poll(() -> ProcessTable.group(group).stream().noneMatch(ProcessTable.Row::isStopped));
    }

    private static UndoResult endMarked(String marker) {
        OwnedProcesses marked = OwnedProcesses.ofMarked(marker);
        if (marked.living().isEmpty()) {
            return UndoResult.GONE;
        }
        return marked.end(Duration.ZERO, new Cancellation()).isEmpty() ? UndoResult.REVERTED : UndoResult.RETRY;
    }

    private static UndoResult mutable(Path file) {
        if (!Files.exists(file)
                || FileAttributes.isImmutable(file).filter(no -> !no).isPresent()) {
            return UndoResult.GONE;
        }
        return FileAttributes.setImmutable(file, false) ? UndoResult.REVERTED : UndoResult.RETRY;
    }

    private static UndoResult poll(java.util.function.BooleanSupplier done) {
        Cancellation never = new Cancellation();
        for (int i = 0; i < POLLS; i++) {
            if (done.getAsBoolean()) {
                return UndoResult.REVERTED;
            }
            never.sleep(POLL);
        }
        return UndoResult.RETRY;
    }
}
