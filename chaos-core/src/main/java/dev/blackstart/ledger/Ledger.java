package dev.blackstart.ledger;

import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a living run owns and has to take back, on disk before it is done: whoever finds the run dead puts things right from here.
 * A run lives exactly as long as it holds the lock of its ledger. Thread-safe; intents block for one fsync.
 *
 * <p>Every method throws {@link UncheckedIOException} when the disk does not take the line; then the deed must not be done.
 */
public final class Ledger implements AutoCloseable {
    private final String run;
    private final LedgerFolder folder;
    private final HeldLock living;
    private final LedgerFile file;

    // Guarded by this.
    private final Set<String> pending = new HashSet<>();
    private boolean closed;

    Ledger(String run, LedgerFolder folder, HeldLock living, LedgerFile file) {
        this.run = run;
        this.folder = folder;
        this.living = living;
        this.file = file;
    }

    static Ledger open(
            LedgerFolder folder,
            HeldLock living,
            String run,
            Path runFolder,
            Instant started,
            Optional<ProcessIdentity> runner)
            throws IOException {
        LedgerFile file = new LedgerFile(folder.file());
        Ledger ledger = new Ledger(run, folder, living, file);
        try {
            // A machine that goes down takes all with it that is not preceded by a durable line of its own.
            file.append(
                    new LedgerEntry.RunOpened(
                            RunRecord.VERSION,
                            run,
                            runFolder.toAbsolutePath().toString(),
                            System.getProperty("user.name", ""),
                            ProcessHandle.current().pid(),
                            started,
                            runner),
                    false);
            return ledger;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** The run's id, which is also what its processes bear in their environment. */
    public String run() {
        return run;
    }

    /** A process watches this one, and puts the run right when it dies. */
    public void startedHealer(ProcessIdentity identity) {
        append(new LedgerEntry.HealerStarted(identity), false);
    }

    /**
     * Whether somebody else puts the run right, because a lease has ended while this process was suspended: then nothing may be injected
     * any more, and all that is in this process is to be taken back.
     */
    public boolean isTaken() {
        return folder.isTaken();
    }

    /** A fault of another run of this user, living or dead, that is where this one is to go. Changes nothing. */
    public Optional<Ledgers.OthersFault> inTheWay(IntendedFault fault) {
        return new Ledgers(Objects.requireNonNull(folder.path().toAbsolutePath().getParent())).othersFault(run, fault);
    }

    /** A process is about to be started for this replica. On disk when it returns. */
    public void ownProcess(String replica) {
        append(new LedgerEntry.ProcessIntended(replica), true);
    }

    /** It has been started, and leads a session of its own. */
    public void startedProcess(String replica, ProcessIdentity identity) {
        append(new LedgerEntry.ProcessStarted(replica, identity), false);
    }

    /** One that the run did not start itself, but that descends from one that it did. */
    public void foundProcess(ProcessIdentity identity) {
        append(new LedgerEntry.ProcessFound(identity), false);
    }

    /**
     * A process is about to be started for an activity of the user's. No fsync: it does not outlive the machine.
     *
     * @param mark of this one alone, and in its environment
     */
    public void ownActivity(String mark, String program) {
        append(new LedgerEntry.ActivityIntended(program, Optional.of(mark)), false);
    }

    /** It has been started. */
    public void startedActivity(String mark, String program, ProcessIdentity identity) {
        append(new LedgerEntry.ActivityStarted(program, identity, Optional.of(mark)), false);
    }

    /** It could not be started, or has ended already. */
    public void noActivity(String mark, String program) {
        append(new LedgerEntry.ActivityNotStarted(program, Optional.of(mark)), false);
    }

    /** The fault proxies behind this API are inside this process: an undo on them is done once the run has died. */
    public void proxiesInside(String api) {
        append(new LedgerEntry.ProxiesInside(api), false);
    }

    /**
     * A temporary folder is about to be made; it goes, with all that is in it, when the run has died. On disk when it returns.
     *
     * @param temporary its name begins with {@code blackstart-}, so that nothing else can ever be removed by mistake
     */
    public void ownFolder(Path temporary) {
        if (!RunRecord.isTemporary(temporary)) {
            throw new IllegalArgumentException(
                    "a temporary folder's name must begin with " + RunRecord.TEMPORARY_PREFIX + ": " + temporary);
        }
        append(new LedgerEntry.FolderIntended(temporary.toAbsolutePath().toString()), true);
    }

    /** A fault is about to be injected. On disk when it returns. */
    public synchronized void intend(IntendedFault fault) {
        append(new LedgerEntry.FaultIntended(fault), true);
        pending.add(fault.id());
    }

    /** Whether there are faults that have been intended, and not taken back. */
    public synchronized boolean hasFaults() {
        return !pending.isEmpty();
    }

    /** The fault has been taken back. */
    public synchronized void done(String id) {
        pending.remove(id);
        append(new LedgerEntry.FaultDone(id), false);
    }

    private synchronized void append(LedgerEntry entry, boolean durable) {
        if (closed) {
            throw new IllegalStateException("the ledger of run " + run + " is closed");
        }
        try {
            file.append(entry, durable);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + folder.file() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * The run has come to its end. Removes the ledger, unless a fault is still to be taken back: then it stays for {@code heal}.
     * Idempotent.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        try {
            // Also where the disk takes nothing more, a ledger that nobody needs is removed.
            if (pending.isEmpty()) {
                folder.delete();
            } else {
                append(new LedgerEntry.RunClosed(), true);
            }
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + folder.file() + " cannot be closed: " + e.getMessage(), e);
        } finally {
            closed = true;
            living.close();
        }
    }
}
