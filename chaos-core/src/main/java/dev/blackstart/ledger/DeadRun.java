package dev.blackstart.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A run that is over, held by whoever puts things right after it; nobody else can at the same time. Not for several threads. */
public final class DeadRun implements AutoCloseable {
    private final LedgerFolder folder;
    private final RunRecord record;

    DeadRun(LedgerFolder folder, RunRecord record) {
        this.folder = folder;
        this.record = record;
    }

    public RunRecord record() {
        return record;
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

    /** Everything has been put right: removes the ledger. */
    public void forget() {
        try {
            folder.delete();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + folder.path() + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** Lets go of it; what has not been forgotten can be taken up again. */
    @Override
    public void close() {
        folder.release();
    }
}
