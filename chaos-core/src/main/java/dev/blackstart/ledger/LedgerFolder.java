package dev.blackstart.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The folder of one ledger and its lock. A folder appears and vanishes by a rename, so nobody sees a half of it. */
final class LedgerFolder {
    static final String RECORDS = "ledger.jsonl";

    private static final String LOCK = "ledger.lock";
    private static final String COMING = ".new-";
    private static final String GOING = ".gone-";
    /** POSIX drops a process's lock when the process closes any other descriptor of the file: our own must never be opened again. */
    private static final Set<Path> HELD = new HashSet<>();

    private LedgerFolder() {}

    /** A lock that is held until it is closed. */
    record Held(Path folder, FileChannel channel, FileLock lock) implements AutoCloseable {
        Path records() {
            return folder.resolve(RECORDS);
        }

        /** Takes the folder out of sight, then deletes it and what a deletion before it had left. */
        void remove() throws IOException {
            Path gone = folder.resolveSibling(GOING + folder.getFileName());
            Files.move(folder, gone, StandardCopyOption.ATOMIC_MOVE);
            delete(gone);
        }

        @Override
        public void close() throws IOException {
            synchronized (HELD) {
                if (HELD.remove(folder)) {
                    channel.close();
                }
            }
        }
    }

    /** @throws IOException if it exists already or cannot be made */
    static Held create(Path root, String id) throws IOException {
        Path folder = root.resolve(id);
        Files.createDirectories(root);
        Path coming = root.resolve(COMING + id);
        Files.createDirectory(coming);
        FileChannel channel =
                FileChannel.open(coming.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            synchronized (HELD) {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    throw new IOException(coming.resolve(LOCK) + ": somebody else holds the lock");
                }
                Files.move(coming, folder, StandardCopyOption.ATOMIC_MOVE);
                HELD.add(folder);
                return new Held(folder, channel, lock);
            }
        } catch (IOException e) {
            channel.close();
            delete(coming);
            throw e;
        }
    }

    /** The lock of a dead run; empty if the run lives, somebody else clears it up, or it is gone. */
    static Optional<Held> take(Path folder) throws IOException {
        synchronized (HELD) {
            if (HELD.contains(folder)) {
                return Optional.empty();
            }
            FileChannel channel;
            try {
                channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
            FileLock lock = tryLock(channel);
            // Whoever held it may have removed the folder between our opening and our locking.
            if (lock == null || !Files.exists(folder)) {
                channel.close();
                return Optional.empty();
            }
            HELD.add(folder);
            return Optional.of(new Held(folder, channel, lock));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    static List<Path> all(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        Set<Path> folders = new TreeSet<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(root)) {
            for (Path child : children) {
                if (!child.getFileName().toString().startsWith(".") && Files.isDirectory(child)) {
                    folders.add(child);
                }
            }
        }
        return List.copyOf(folders);
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                Files.deleteIfExists(child);
            }
        }
        Files.deleteIfExists(folder);
    }
}
