package dev.blackstart.ledger;

import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    /** Of a process that cannot be told from a later one of its number; see {@link #open(String, Path, Instant, Optional)}. */
    public Ledger open(String run, Path runFolder, Instant started) {
        return open(run, runFolder, started, Optional.empty());
    }

    /**
     * Opens the ledger of a new run, and holds its lock until it is closed.
     *
     * @param run its id: 1 to 100 letters, digits, {@code . _ -}
     * @param runFolder where its journal lies
     * @param runner this process
     * @throws UncheckedIOException if it cannot be written
     * @throws IllegalStateException if another run of this id lives, or runs are {@link #halt halted}
     */
    public Ledger open(String run, Path runFolder, Instant started, Optional<ProcessIdentity> runner) {
        if (!run.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "a run's id must be 1 to 100 letters, digits, dots, underscores or hyphens: '" + run + "'");
        }
        LedgerFolder folder = new LedgerFolder(root.resolve(run));
        try {
            // A healer may hold or remove the folder that has just been made, and let go at once.
            HeldLock living = patiently(folder::create)
                    .orElseThrow(
                            () -> new IllegalStateException("the ledger of run " + run + " in " + root + " is in use"));
            return open(folder, living, run, runFolder, started, runner);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no ledger can be kept in " + root + ": " + e.getMessage()
                            + " (XDG_STATE_HOME says where it should be)",
                    e);
        }
    }

    private Ledger open(
            LedgerFolder folder,
            HeldLock living,
            String run,
            Path runFolder,
            Instant started,
            Optional<ProcessIdentity> runner)
            throws IOException {
        boolean opened = false;
        try {
            Ledger ledger = Ledger.open(folder, living, run, runFolder, started, runner);
            // Only now: whoever halts says so first, and looks for ledgers then.
            requireNotHalted();
            opened = true;
            return ledger;
        } finally {
            if (!opened) {
                folder.delete();
                living.close();
            }
        }
    }

    /** Takes a lock that others hold only for the moment of a look; empty when somebody keeps it. */
    static Optional<HeldLock> patiently(Taking taking) throws IOException {
        Optional<HeldLock> lock = taking.take();
        for (int attempt = 1; lock.isEmpty() && attempt < ATTEMPTS; attempt++) {
            new Cancellation().sleep(BETWEEN_ATTEMPTS);
            lock = taking.take();
        }
        return lock;
    }

    @FunctionalInterface
    interface Taking {
        Optional<HeldLock> take() throws IOException;
    }

    /**
     * Refuses new runs from now on, until {@link #lift}. Those that have a ledger go on.
     *
     * @throws UncheckedIOException if that cannot be written
     */
    public void halt(Instant now) {
        try {
            Files.createDirectories(root);
            Files.writeString(halted(), now.truncatedTo(ChronoUnit.SECONDS) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(halted() + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Allows new runs again; whether they had been refused. */
    public boolean lift() {
        try {
            return Files.deleteIfExists(halted());
        } catch (IOException e) {
            throw new UncheckedIOException(halted() + " cannot be removed: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalStateException if new runs are refused */
    public void requireNotHalted() {
        if (Files.exists(halted())) {
            throw new IllegalStateException(
                    "no run may start: all were halted" + since() + "; 'blackstart halt --lift' allows runs again");
        }
    }

    private String since() {
        try {
            return " at " + Files.readString(halted()).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private Path halted() {
        return root.resolveSibling("halted");
    }

    /** What the ledger of a run says now; empty when there is none. Looks without holding it. */
    public Optional<RunRecord> read(String run) {
        LedgerFolder folder = new LedgerFolder(root.resolve(run));
        try {
            return folder.read();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + folder.path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A number that changes when the ledger of that run does; cheap. */
    public long length(String run) {
        try {
            return Files.size(new LedgerFolder(root.resolve(run)).file());
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * A run and its ledger.
     *
     * @param record what its ledger says; empty when it says nothing yet, or cannot be read
     * @param problem why it is {@link State#UNREADABLE}, and what would do, for people; else empty
     */
    public record Listed(String run, State state, Optional<RunRecord> record, Optional<String> problem) {}

    /** Whether a run lives. */
    public enum State {
        /** Its process holds the lock. */
        ALIVE,
        /** Its process is gone, and a healer is at it. */
        HEALING,
        /** It came to its end by itself, but could not take everything back. */
        ENDED,
        /** Its process is gone without having ended the run. */
        DEAD,
        /** Nobody can say whether it lives: its folder, or what is in it, is closed to this user, or damaged. */
        UNREADABLE
    }

    /** Every run that has a ledger, oldest id first, also those that cannot be read. Changes nothing. */
    public List<Listed> list() {
        List<Listed> all = new ArrayList<>();
        for (Path path : folders()) {
            String run = String.valueOf(path.getFileName());
            LedgerFolder folder = new LedgerFolder(path);
            try {
                Optional<HeldLock> living = folder.living();
                living.ifPresent(HeldLock::close);
                Optional<RunRecord> record = folder.read();
                if (living.isPresent() || record.isPresent()) {
                    State state = living.isPresent() ? stateOfDead(folder, record) : stateOfLocked(record);
                    all.add(new Listed(run, state, record, Optional.empty()));
                }
            } catch (IOException e) {
                all.add(new Listed(run, State.UNREADABLE, readable(folder), Optional.of(problem(path, e))));
            }
        }
        return all;
    }

    /** What can be read of one that cannot be locked, such as another user's. */
    private static Optional<RunRecord> readable(LedgerFolder folder) {
        try {
            return folder.read();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String problem(Path folder, IOException e) {
        String what = e instanceof AccessDeniedException denied
                ? "no access to " + denied.getFile() + "; the user whose run it is can heal it"
                : e.getMessage() + "; when you know what that run did, take it back and remove the folder";
        return "its ledger in " + folder + " cannot be read: " + what;
    }

    private static State stateOfDead(LedgerFolder folder, Optional<RunRecord> record) throws IOException {
        Optional<HeldLock> healing = folder.healing();
        healing.ifPresent(HeldLock::close);
        if (healing.isEmpty() && folder.exists()) {
            return State.HEALING;
        }
        return record.map(RunRecord::closed).orElse(false) ? State.ENDED : State.DEAD;
    }

    /** A healer takes the runner's lock last, to remove the ledger. */
    private static State stateOfLocked(Optional<RunRecord> record) {
        boolean lives = record.map(RunRecord::pid).flatMap(ProcessHandle::of).isPresent();
        return lives || record.isEmpty() ? State.ALIVE : State.HEALING;
    }

    /** A fault that is pending in the ledger of another run. */
    public record OthersFault(String run, State state, IntendedFault fault) {}

    /**
     * One that conflicts with this fault of that run; empty when there is none. Reads every ledger that can be read: one that cannot
     * does not stop all other runs.
     */
    Optional<OthersFault> othersFault(String run, IntendedFault fault) {
        return list().stream()
                .filter(other -> !other.run().equals(run))
                .flatMap(other -> other.record().stream()
                        .flatMap(record -> record.pending().stream())
                        .map(pending -> new OthersFault(other.run(), other.state(), pending)))
                .filter(other -> other.state() == State.ALIVE
                        || other.state() == State.UNREADABLE
                        || !other.fault().withRunner().orElse(false))
                .filter(other -> other.fault().incarnation().equals(fault.incarnation())
                        && other.fault().conflictKey().equals(fault.conflictKey()))
                .findFirst();
    }

    /**
     * Takes hold of a run that is over; empty when it lives, when somebody else is at it, or when there is nothing of it. A ledger
     * whose run died before it had written a line is removed: it owned nothing.
     */
    public Optional<HeldRun> take(String run) {
        Optional<HeldRun> held = hold(run);
        if (held.isPresent() && !held.get().isOver()) {
            held.get().close();
            return Optional.empty();
        }
        return held;
    }

    /** The same for a run that may live: what its runner can still do itself is to be left to it. */
    public Optional<HeldRun> hold(String run) {
        LedgerFolder folder = new LedgerFolder(root.resolve(run));
        Optional<HeldLock> healing = Optional.empty();
        boolean held = false;
        try {
            if (!folder.exists()) {
                return Optional.empty();
            }
            // Somebody may hold it for the moment of a look.
            healing = patiently(folder::healing);
            Optional<RunRecord> record = folder.read();
            if (record.isEmpty()) {
                removeIfOver(folder);
            }
            held = healing.isPresent() && record.isPresent();
            return held ? Optional.of(new HeldRun(folder, healing.get(), record.get())) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + folder.path() + " cannot be read: " + e.getMessage(), e);
        } finally {
            if (!held) {
                healing.ifPresent(HeldLock::close);
            }
        }
    }

    private static void removeIfOver(LedgerFolder folder) throws IOException {
        Optional<HeldLock> living = folder.living();
        if (living.isEmpty()) {
            folder.removeIfEmpty();
            return;
        }
        try {
            if (folder.read().isEmpty()) {
                folder.delete();
            }
        } finally {
            living.get().close();
        }
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, Files::isDirectory)) {
            entries.forEach(folders::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw new UncheckedIOException(
                    "the ledgers in " + root + " cannot be read: " + e.getMessage(), new IOException(e));
        }
        folders.sort(Comparator.comparing(Path::toString));
        return folders;
    }
}
