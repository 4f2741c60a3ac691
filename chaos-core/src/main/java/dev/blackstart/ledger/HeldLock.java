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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock file that this process holds. The lock is the system's, so that it ends with the process that holds it. A process loses such
 * a lock as soon as it closes the file through any other channel; therefore this JVM remembers what it holds, and does not open it
 * again.
 */
final class HeldLock implements AutoCloseable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path key;
    private final FileChannel channel;

    private HeldLock(Path key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /** Makes the file and locks it; empty when somebody else holds it, or just removed it. */
    static Optional<HeldLock> create(Path file) throws IOException {
        return take(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Locks a file that is there; empty when somebody else holds it, or it is gone. */
    static Optional<HeldLock> take(Path file) throws IOException {
        return take(file, StandardOpenOption.WRITE);
    }

    private static Optional<HeldLock> take(Path file, OpenOption... options) throws IOException {
        Path key = file.toAbsolutePath().normalize();
        if (!HELD.add(key)) {
            return Optional.empty();
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(file, options);
            FileLock lock = channel.tryLock();
            // Whoever held it before may have removed it between our opening and our locking.
            locked = lock != null && Files.exists(file);
            return locked ? Optional.of(new HeldLock(key, channel)) : Optional.empty();
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

    /** Lets go of it. Idempotent. */
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // The descriptor is gone in any case, and the lock with it.
            return;
        } finally {
            HELD.remove(key);
        }
    }
}
