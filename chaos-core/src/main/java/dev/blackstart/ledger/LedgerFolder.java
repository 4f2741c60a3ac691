package dev.blackstart.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder of one ledger, locked. The lock is the system's, so that it ends with the process that holds it. A process loses such
 * a lock as soon as it closes the file through any other channel; therefore this JVM remembers what it holds, and does not open it
 * again.
 */
final class LedgerFolder {
    private static final String FILE = "ledger.jsonl";
    private static final String LOCK = "ledger.lock";
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private LedgerFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** Makes the folder and locks it; empty when somebody else holds it, or just removed it. */
    static Optional<LedgerFolder> create(Path path) throws IOException {
        Files.createDirectories(path);
        return lock(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Locks a folder that is there; empty when a living run holds it, or another healer, or it is gone. */
    static Optional<LedgerFolder> lock(Path path) throws IOException {
        return lock(path, StandardOpenOption.WRITE);
    }

    private static Optional<LedgerFolder> lock(Path path, OpenOption... options) throws IOException {
        Path key = path.toAbsolutePath().normalize();
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(path.resolve(LOCK), options);
            FileLock lock = channel.tryLock();
            // Whoever held it before may have removed it between our opening and our locking.
            locked = lock != null && Files.exists(path.resolve(LOCK));
            return locked ? Optional.of(new LedgerFolder(path, channel)) : Optional.empty();
        } catch (NoSuchFileException | OverlappingFileLockException e) {
            return Optional.empty();
        } finally {
            if (!locked) {
                if (channel != null) {
                    channel.close();
                }
                HELD.remove(key);
            }
        }
    }

    /** Reads a ledger without locking it; empty when it has no first line yet, or is not ours. */
    static Optional<RunRecord> read(Path path) throws IOException {
        List<LedgerEntry> entries = LedgerFile.read(path.resolve(FILE));
        return !entries.isEmpty() && entries.get(0) instanceof LedgerEntry.RunOpened opened
                ? Optional.of(RunRecord.of(opened, entries))
                : Optional.empty();
    }

    Optional<RunRecord> read() throws IOException {
        return read(path);
    }

    Path path() {
        return path;
    }

    Path file() {
        return path.resolve(FILE);
    }

    /** Removes the ledger, its lock last. */
    void delete() throws IOException {
        Files.deleteIfExists(file());
        Files.deleteIfExists(path.resolve(LOCK));
        Files.deleteIfExists(path);
    }

    /** Lets go of the lock. Idempotent. */
    void release() {
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone in any case, and the lock with it.
            return;
        } finally {
            HELD.remove(path.toAbsolutePath().normalize());
        }
    }
}
