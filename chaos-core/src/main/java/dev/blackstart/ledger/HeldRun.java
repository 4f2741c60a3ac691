package dev.blackstart.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * A run that is held by whoever puts things right after it, or beside it while it is suspended; nobody else can at the same time. Not
 * for several threads.
 *
 * <p>Every method throws {@link UncheckedIOException} when the ledger cannot be read or written.
 */
public final class HeldRun implements AutoCloseable {
    private final LedgerFolder folder;
    private final HeldLock healing;
    private RunRecord record;
    private boolean over;

    HeldRun(LedgerFolder folder, HeldLock healing, RunRecord record) {
        this.folder = folder;
        this.healing = healing;
        this.record = record;
    }

    /** As it was when last looked at. */
    public RunRecord record() {
        return record;
    }

    /** Whether its runner is gone; once it is, nothing is added to the ledger any more. Looks. */
    public boolean isOver() {
        try {
            if (!over) {
                Optional<HeldLock> living = folder.living();
                living.ifPresent(HeldLock::close);
                over = living.isPresent();
                look();
            }
            return over;
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /** The last moment at which the run is known to have lived: its last line in the ledger or in its journal. */
    public Instant lastSign() {
        Instant ledger = modified(folder.file());
        Instant journal = modified(record.folder().resolve("events.jsonl"));
        return ledger.isAfter(journal) ? ledger : journal;
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /**
     * Tells the runner, should it wake, that somebody else puts the run right. What it intended before it can see that is in the record
     * when this returns. On disk.
     */
    public void takeOver() {
        try {
            folder.markTaken();
            look();
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private void look() throws IOException {
        record = folder.read().orElse(record);
    }

    /** Everything has been put right: removes the ledger. Only of a run that is over. */
    public void forget() {
        Optional<HeldLock> living = Optional.empty();
        try {
            living = Ledgers.patiently(folder::living);
            if (living.isEmpty()) {
                throw new IOException("somebody else holds its lock");
            }
            folder.delete();
        } catch (IOException e) {
            throw failed("removed", e);
        } finally {
            living.ifPresent(HeldLock::close);
        }
    }

    /**
     * Copies the ledger as it is into that folder, for people; where that is not possible, beside the ledgers.
     *
     * @return the copy
     */
    public Path keepCopy(Path inside) {
        Path place = Files.isDirectory(inside)
                ? inside
                : folder.path().resolveSibling("..").normalize();
        Path copy = place.resolve("damaged-" + record.run() + ".jsonl");
        try {
            return Files.copy(folder.file(), copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw failed("copied to " + copy, e);
        }
    }

    private UncheckedIOException failed(String what, IOException e) {
        return new UncheckedIOException(
                "the ledger " + folder.path() + " cannot be " + what + ": " + e.getMessage(), e);
    }

    /** Lets go of it; what has not been forgotten can be taken up again. */
    @Override
    public void close() {
        healing.close();
    }
}
