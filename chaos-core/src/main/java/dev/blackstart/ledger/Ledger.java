package dev.blackstart.ledger;

import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What one run owns and how to undo it, appended to disk before it is done. Thread-safe. The run is alive exactly while it holds the
 * lock of its ledger's folder, which the system drops however the process ends.
 *
 * <p>Intents are on the disk itself (fsync) when their methods return; the rest outlives the process but perhaps not the machine.
 */
public final class Ledger implements AutoCloseable {
    static final int VERSION = 1;

    private final LedgerFolder.Held folder;
    private final FileChannel records;
    private final Set<String> undone = new LinkedHashSet<>();
    private boolean closed;

    private Ledger(LedgerFolder.Held folder, FileChannel records) {
        this.folder = folder;
        this.records = records;
    }

    /**
     * Makes the ledger of a new run where {@link Ledgers#root()} says, and holds its lock.
     *
     * @param runId letters, digits, dots, dashes and underscores; no other run's
     * @throws UncheckedIOException if it cannot be written, or exists already
     */
    public static Ledger open(String runId, Path runFolder) {
        return open(Ledgers.root(), runId, runFolder);
    }

    /** As {@link #open(String, Path)}, below another folder. */
    public static Ledger open(Path root, String runId, Path runFolder) {
        Ledgers.checkId(runId);
        try {
            LedgerFolder.Held folder = LedgerFolder.create(root, runId);
            try {
                FileChannel records = FileChannel.open(
                        folder.records(),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND);
                Ledger ledger = new Ledger(folder, records);
                ledger.append(new LedgerRecord.Opened(VERSION, runFolder.toAbsolutePath()), true);
                return ledger;
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(root.resolve(runId) + ": cannot make the run's ledger: " + e, e);
        }
    }

    /** A process is about to be started for this replica. On disk when this returns. */
    public void ownProcess(String replica) {
        append(new LedgerRecord.ProcessIntended(replica), true);
    }

    public void startedProcess(String replica, ProcessIdentity identity) {
        append(new LedgerRecord.ProcessStarted(replica, identity), false);
    }

    /** A fault is about to be injected, and this takes it back. On disk when this returns. */
    public synchronized void intend(String faultId, Undo undo) {
        append(new LedgerRecord.FaultIntended(faultId, undo), true);
        undone.add(faultId);
    }

    /** The fault has been taken back. */
    public synchronized void done(String faultId) {
        append(new LedgerRecord.FaultDone(faultId), false);
        undone.remove(faultId);
    }

    /** A folder that the run makes for itself and that goes with it. On disk when this returns. */
    public void ownFolder(Path folderOfRun) {
        append(new LedgerRecord.FolderOwned(folderOfRun.toAbsolutePath()), true);
    }

    private synchronized void append(LedgerRecord entry, boolean beforeDeed) {
        if (closed) {
            throw new IllegalStateException(folder.folder() + ": the ledger is closed; cannot add " + entry);
        }
        ByteBuffer line = ByteBuffer.wrap(LedgerRecord.line(entry).getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                records.write(line);
            }
            if (beforeDeed) {
                records.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder.records() + ": cannot write: " + e.getMessage(), e);
        }
    }

    /**
     * The run has ended in order: removes the folder. While a fault has not been taken back the folder stays, unlocked, and
     * {@code heal} finds it. Idempotent.
     *
     * @throws UncheckedIOException if it cannot be removed; the lock is let go in any case
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (LedgerFolder.Held held = folder;
                FileChannel file = records) {
            if (undone.isEmpty()) {
                held.remove();
            } else {
                file.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder.folder() + ": cannot remove the run's ledger: " + e, e);
        }
    }
}
