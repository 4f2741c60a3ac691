package dev.blackstart.fault;

import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.link.LinkControl;
import dev.blackstart.link.LinkGone;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.ProcessTable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does undo steps, for the run that injected the fault and for whoever heals after it. Every step may be done any number of times, by
 * several at once. Thread-safe.
 */
public final class UndoExecutor {
    private static final int THREADS = 4;
    private static final int WAITING = 64;
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final ThreadPoolExecutor POOL = pool();

    private final ProcessTable processes;

    public UndoExecutor(RunClock clock) {
        this.processes = new ProcessTable(clock);
    }

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "blackstart-undo");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Does one step. Blocks for at most {@code limit}; what takes longer ends by its own limits and counts as {@link UndoResult#RETRY}
     * until then, as does whatever goes wrong.
     */
    public UndoResult execute(UndoStep step, Duration limit) {
        CompletableFuture<UndoResult> result = new CompletableFuture<>();
        try {
            POOL.execute(() -> {
                try {
                    result.complete(perform(step));
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | TimeoutException e) {
            return UndoResult.RETRY;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return UndoResult.RETRY;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            return UndoResult.RETRY;
        }
    }

    private UndoResult perform(UndoStep step) {
        if (step instanceof UndoStep.ToxicGone gone) {
            return changed(() -> control(gone.api(), gone.proxy()).removeToxic(gone.toxic()));
        }
        if (step instanceof UndoStep.ProxyAs as) {
            return changed(() -> control(as.api(), as.proxy()).setEnabled(as.enabled()));
        }
        if (step instanceof UndoStep.ContinueGroup group) {
            return continued(group.group());
        }
        if (step instanceof UndoStep.EndGroup group) {
            return ended(group.group());
        }
        throw new AssertionError("an undo step that nobody does: " + step);
    }

    private static LinkControl control(String api, String proxy) {
        return LinkControl.of(new Incarnation.LinkProxy(api, proxy));
    }

    private interface Change {
        boolean make();
    }

    private static UndoResult changed(Change change) {
        try {
            return change.make() ? UndoResult.REVERTED : UndoResult.GONE;
        } catch (LinkGone e) {
            return UndoResult.GONE;
        } catch (UncheckedIOException e) {
            return UndoResult.RETRY;
        }
    }

    private UndoResult continued(ProcessIdentity group) {
        if (!processes.isAlive(group)) {
            return UndoResult.GONE;
        }
        boolean stopped = anyStopped(group);
        if (!processes.signalGroup(group, "CONT")) {
            return processes.isAlive(group) ? UndoResult.RETRY : UndoResult.GONE;
        }
        return stopped ? UndoResult.REVERTED : UndoResult.GONE;
    }

    private boolean anyStopped(ProcessIdentity group) {
        return processes.ofGroup(group.pid()).stream().anyMatch(pid -> processes.state(pid) == 'T');
    }

    private UndoResult ended(ProcessIdentity group) {
        if (!processes.owns(group) || processes.ofGroup(group.pid()).isEmpty()) {
            return UndoResult.GONE;
        }
        List<Long> left = processes.endGroup(group, GRACE);
        return left.isEmpty() ? UndoResult.REVERTED : UndoResult.RETRY;
    }
}
