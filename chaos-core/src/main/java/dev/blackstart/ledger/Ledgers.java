package dev.blackstart.ledger;

import dev.blackstart.time.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The ledgers of all runs of this user, in {@code $XDG_STATE_HOME/blackstart/runs/<id>}, else below {@code ~/.local/state}: found
 * from anywhere, whatever the working folder of a run was. Thread-safe.
 */
public final class Ledgers {
    private static final int ATTEMPTS = 5;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(20);

    private final Path root;

    /** @param root the folder that holds one folder for each run; made when it is needed */
    public Ledgers(Path root) {
        this.root = root;
    }

    /** Those of the user whose process this is. */
    public static Ledgers ofUser() {
        String state = System.getenv("XDG_STATE_HOME");
        // The XDG base directory specification: a relative path is to be ignored.
        Path home = state != null && Path.of(state).isAbsolute()
                ? Path.of(state)
                : Path.of(System.getProperty("user.home"), ".local", "state");
        return new Ledgers(home.resolve("blackstart").resolve("runs"));
    }

    public Path root() {
        return root;
    }

    /**
     * Opens the ledger of a new run, and holds its lock until it is closed.
     *
     * @param run its id: 1 to 100 letters, digits, {@code . _ -}
     * @param runFolder where its journal lies
     * @throws UncheckedIOException if it cannot be written
     * @throws IllegalStateException if another run of this id lives
     */
    public Ledger open(String run, Path runFolder, Instant started) {
        if (!run.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "a run's id must be 1 to 100 letters, digits, dots, underscores or hyphens: '" + run + "'");
        }
        try {
            // A healer may hold or remove the folder that has just been made, and let go at once.
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Optional<LedgerFolder> folder = LedgerFolder.create(root.resolve(run));
                if (folder.isPresent()) {
                    return Ledger.open(folder.get(), run, runFolder, started);
                }
                new Cancellation().sleep(BETWEEN_ATTEMPTS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no ledger can be kept in " + root + ": " + e.getMessage()
                            + " (XDG_STATE_HOME says where it should be)",
                    e);
        }
        throw new IllegalStateException("the ledger of run " + run + " in " + root + " is in use");
    }

    /** A run and its ledger. */
    public record Listed(String run, State state, Optional<RunRecord> record) {}

    /** Whether a run lives. */
    public enum State {
        /** Its process holds the lock. */
        ALIVE,
        /** Somebody else holds the lock: its process is gone, and a healer is at it. */
        HEALING,
        /** It came to its end by itself, but could not take everything back. */
        ENDED,
        /** Its process is gone without having ended the run. */
        DEAD
    }

    /** Every run that has a ledger, oldest id first. Changes nothing. */
    public List<Listed> list() {
        List<Listed> all = new ArrayList<>();
        for (Path folder : folders()) {
            try {
                Optional<LedgerFolder> locked = LedgerFolder.lock(folder);
                Optional<RunRecord> record = LedgerFolder.read(folder);
                locked.ifPresent(LedgerFolder::release);
                if (locked.isPresent() || record.isPresent()) {
                    all.add(new Listed(
                            String.valueOf(folder.getFileName()), state(locked.isPresent(), record), record));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("the ledger " + folder + " cannot be read: " + e.getMessage(), e);
            }
        }
        return all;
    }

    private static State state(boolean free, Optional<RunRecord> record) {
        if (free) {
            return record.map(RunRecord::closed).orElse(false) ? State.ENDED : State.DEAD;
        }
        boolean lives = record.map(RunRecord::pid).flatMap(ProcessHandle::of).isPresent();
        return lives || record.isEmpty() ? State.ALIVE : State.HEALING;
    }

    /**
     * Takes hold of a run that is over; empty when it lives, when somebody else is at it, or when there is nothing of it. A ledger
     * whose run died before it had written a line is removed: it owned nothing.
     */
    public Optional<DeadRun> take(String run) {
        Path path = root.resolve(run);
        Optional<LedgerFolder> locked = Optional.empty();
        boolean taken = false;
        try {
            locked = LedgerFolder.lock(path);
            // Somebody may hold it for the moment of a look.
            for (int attempt = 1; locked.isEmpty() && Files.exists(path) && attempt < ATTEMPTS; attempt++) {
                new Cancellation().sleep(BETWEEN_ATTEMPTS);
                locked = LedgerFolder.lock(path);
            }
            if (locked.isEmpty()) {
                removeIfEmpty(path);
                return Optional.empty();
            }
            Optional<RunRecord> record = locked.get().read();
            if (record.isEmpty()) {
                locked.get().delete();
                return Optional.empty();
            }
            taken = true;
            return Optional.of(new DeadRun(locked.get(), record.get()));
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + path + " cannot be read: " + e.getMessage(), e);
        } finally {
            if (!taken) {
                locked.ifPresent(LedgerFolder::release);
            }
        }
    }

    /** A run that died right after making its folder. */
    private static void removeIfEmpty(Path path) throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            return;
        }
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, Files::isDirectory)) {
            entries.forEach(folders::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledgers in " + root + " cannot be read: " + e.getMessage(), e);
        }
        folders.sort(Comparator.comparing(Path::toString));
        return folders;
    }
}
