package dev.blackstart.ledger;

import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledgers of all runs of this user, living and dead. */
public final class Ledgers {
    private Ledgers() {}

    /** {@code $XDG_STATE_HOME/blackstart/runs}; {@code ~/.local/state/blackstart/runs} where that is not set or not absolute. */
    public static Path root() {
        return root(System.getenv("XDG_STATE_HOME"), System.getProperty("user.home"));
    }

    static Path root(@Nullable String stateHome, String home) {
        Path state =
                stateHome == null || !stateHome.startsWith("/") ? Path.of(home, ".local", "state") : Path.of(stateHome);
        return state.resolve("blackstart").resolve("runs");
    }

    /**
     * What a ledger says is left of a run.
     *
     * @param id the run's
     * @param runFolder where its journal lies; null if the ledger's first line is lost
     * @param alive whether the run, or somebody who clears it up, holds the lock
     * @param undos of faults that were intended and not taken back, in the order of injection
     * @param processes in the order of their start; those whose start is not on record have no identity
     * @param folders that the run made for itself
     * @param damaged lines before the last that cannot be read
     */
    public record Left(
            String id,
            @Nullable Path runFolder,
            boolean alive,
            List<PendingUndo> undos,
            List<OwnedProcess> processes,
            List<Path> folders,
            int damaged) {
        public Left {
            undos = List.copyOf(undos);
            processes = List.copyOf(processes);
            folders = List.copyOf(folders);
        }
    }

    /** An undo that has not been done. */
    public record PendingUndo(String faultId, Undo undo) {}

    /** A process that the run started, or was about to. */
    public record OwnedProcess(String replica, Optional<ProcessIdentity> identity) {}

    /** The right to clear up a dead run: nobody else has it until this is closed. */
    public static final class Claim implements AutoCloseable {
        private final LedgerFolder.Held held;
        private final Left left;

        private Claim(LedgerFolder.Held held, Left left) {
            this.held = held;
            this.left = left;
        }

        /** What is left; its {@code alive} is false. */
        public Left left() {
            return left;
        }

        /** Removes the ledger: nothing is left. */
        public void remove() throws IOException {
            held.remove();
        }

        /** Lets go. Idempotent. */
        @Override
        public void close() throws IOException {
            held.close();
        }
    }

    /** Every ledger, by id. A snapshot: any of the runs may end meanwhile. */
    public static List<Left> list() throws IOException {
        return list(root());
    }

    /** As {@link #list()}, below another folder. */
    public static List<Left> list(Path root) throws IOException {
        List<Left> all = new ArrayList<>();
        for (Path folder : LedgerFolder.all(root)) {
            Optional<LedgerFolder.Held> lock = LedgerFolder.take(folder);
            try {
                if (lock.isPresent() || Files.exists(folder)) {
                    all.add(read(folder, lock.isEmpty()));
                }
            } finally {
                if (lock.isPresent()) {
                    lock.get().close();
                }
            }
        }
        return all;
    }

    /** Claims a dead run; empty if it lives, somebody else has claimed it, or there is no such ledger. */
    public static Optional<Claim> claim(Path root, String runId) throws IOException {
        checkId(runId);
        Optional<LedgerFolder.Held> held = LedgerFolder.take(root.resolve(runId));
        if (held.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Claim(held.get(), read(held.get().folder(), false)));
        } catch (IOException | RuntimeException e) {
            held.get().close();
            throw e;
        }
    }

    static void checkId(String runId) {
        if (!runId.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
            throw new IllegalArgumentException(
                    "a run's id has up to 128 letters, digits, dots, dashes and underscores: '" + runId + "'");
        }
    }

    private static Left read(Path folder, boolean alive) throws IOException {
        Fold fold = new Fold();
        List<String> lines = lines(folder.resolve(LedgerFolder.RECORDS));
        for (int i = 0; i < lines.size(); i++) {
            Optional<LedgerRecord> entry = LedgerRecord.parse(lines.get(i));
            if (entry.isPresent()) {
                fold.add(entry.get());
            } else if (i < lines.size() - 1) {
                fold.damaged++;
            }
        }
        return fold.left(folder.getFileName().toString(), alive);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            // Not readAllLines: a torn line may end in half a character.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (NoSuchFileException e) {
            // Ended between making its folder and writing its first line: it had done nothing.
            return List.of();
        }
    }

    private static final class Fold {
        private final Map<String, Undo> undos = new LinkedHashMap<>();
        private final List<OwnedProcess> processes = new ArrayList<>();
        private final List<Path> folders = new ArrayList<>();
        private @Nullable Path runFolder;
        private int damaged;

        void add(LedgerRecord entry) {
            if (entry instanceof LedgerRecord.Opened opened) {
                runFolder = opened.runFolder();
            } else if (entry instanceof LedgerRecord.ProcessIntended intended) {
                processes.add(new OwnedProcess(intended.replica(), Optional.empty()));
            } else if (entry instanceof LedgerRecord.ProcessStarted started) {
                processes.remove(new OwnedProcess(started.replica(), Optional.empty()));
                processes.add(new OwnedProcess(started.replica(), Optional.of(started.identity())));
            } else if (entry instanceof LedgerRecord.FaultIntended intended) {
                undos.remove(intended.fault());
                undos.put(intended.fault(), intended.undo());
            } else if (entry instanceof LedgerRecord.FaultDone done) {
                undos.remove(done.fault());
            } else if (entry instanceof LedgerRecord.FolderOwned owned) {
                folders.add(owned.folder());
            }
        }

        Left left(String id, boolean alive) {
            List<PendingUndo> pending = new ArrayList<>();
            undos.forEach((fault, undo) -> pending.add(new PendingUndo(fault, undo)));
            return new Left(id, runFolder, alive, pending, processes, folders, damaged);
        }
    }
}
