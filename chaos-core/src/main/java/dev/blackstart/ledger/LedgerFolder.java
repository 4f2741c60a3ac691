package dev.blackstart.ledger;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of one ledger: its lines, and two locks. The runner holds {@code ledger.lock} for life. Whoever puts the run right holds
 * {@code heal.lock} meanwhile, so that it is one at a time, also beside a runner that is suspended. The first to lock a folder makes
 * both files, so that nobody brings a folder back that is being removed.
 */
record LedgerFolder(Path path) {
    private static final String FILE = "ledger.jsonl";
    private static final String LIVING = "ledger.lock";
    private static final String HEALING = "heal.lock";
    private static final String TAKEN = "taken";

    /** Makes the folder for a new run, and holds it; empty when somebody else does, or just removed it. */
    Optional<HeldLock> create() throws IOException {
        Files.createDirectories(path);
        Optional<HeldLock> living = HeldLock.create(path.resolve(LIVING));
        if (living.isPresent() && !Files.exists(path.resolve(HEALING))) {
            try {
                Files.createFile(path.resolve(HEALING));
            } catch (IOException e) {
                living.get().close();
                throw e;
            }
        }
        return living;
    }

    /** The runner's lock, held by whoever asks; empty while the run lives, or somebody looks whether it does. */
    Optional<HeldLock> living() throws IOException {
        return HeldLock.take(path.resolve(LIVING));
    }

    /** The lock of whoever puts the run right; empty while somebody else does, or when there is nothing of the run. */
    Optional<HeldLock> healing() throws IOException {
        // Format 1 knew one lock only.
        return Files.exists(file()) ? HeldLock.create(path.resolve(HEALING)) : HeldLock.take(path.resolve(HEALING));
    }

    /** Says for good that somebody else than its runner puts the run right. On disk when it returns. */
    void markTaken() throws IOException {
        try (FileOutputStream mark = new FileOutputStream(path.resolve(TAKEN).toFile())) {
            mark.getFD().sync();
        }
        // A folder can only be opened as a channel; whoever marks it is the healer, which nobody interrupts.
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    boolean isTaken() {
        return Files.exists(path.resolve(TAKEN));
    }

    /** Reads the ledger without locking it; empty when it has no whole line yet. */
    Optional<RunRecord> read() throws IOException {
        LedgerFile.Content content = LedgerFile.read(file());
        return content.isEmpty()
                ? Optional.empty()
                : Optional.of(RunRecord.of(String.valueOf(path.getFileName()), path, content));
    }

    Path file() {
        return path.resolve(FILE);
    }

    boolean exists() {
        return Files.exists(path);
    }

    /** Removes all of it, the runner's lock last. Only for whoever holds that. */
    void delete() throws IOException {
        Files.deleteIfExists(file());
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                if (!each.equals(path) && !each.equals(path.resolve(LIVING))) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.deleteIfExists(path.resolve(LIVING));
        removeIfEmpty();
    }

    /** Of a run that died right after making its folder, or of a healer that died right before removing it. */
    void removeIfEmpty() throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            return;
        }
    }
}
