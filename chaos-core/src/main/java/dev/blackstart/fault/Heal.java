package dev.blackstart.fault;

import dev.blackstart.ledger.DeadRun;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.RunRecord;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.process.OwnedProcesses;
import dev.blackstart.topology.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts right what runs that died have left: faults, processes, temporary folders, in this order, from their ledgers. Living runs are
 * left alone. Does nothing when there is nothing; two healers at once share the runs between them.
 */
public final class Heal {
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Ledgers ledgers;

    public Heal(Ledgers ledgers) {
        this.ledgers = ledgers;
    }

    /**
     * A run that has a ledger.
     *
     * @param folder where its journal lies; empty when its ledger does not say
     * @param left what would be put right, for people; empty for a living run
     */
    public record Found(
            String run, Ledgers.State state, Optional<Path> folder, Optional<Instant> started, List<String> left) {
        public Found {
            left = List.copyOf(left);
        }
    }

    /**
     * A run that has been put right, or could not be.
     *
     * @param done what was done, in its order
     * @param failed what could not be done, and why; then the ledger stays, and healing can be tried again
     */
    public record Healed(String run, Path folder, List<String> done, List<String> failed) {
        public Healed {
            done = List.copyOf(done);
            failed = List.copyOf(failed);
        }
    }

    /** Writes into the journal of a run that it was killed. */
    @FunctionalInterface
    public interface KilledRun {
        /**
         * Called for a run that did not end by itself, after it has been put right. May be called once more for the same run if the
         * healer itself died right after the first time.
         *
         * @throws IOException when the journal cannot be written; the ledger stays then
         */
        void runKilled(Path runFolder, List<String> healed) throws IOException;
    }

    /** Every run that has a ledger, with what healing it would do. Changes nothing. */
    public List<Found> find() {
        List<Found> found = new ArrayList<>();
        for (Ledgers.Listed listed : ledgers.list()) {
            Optional<RunRecord> record = listed.record();
            List<String> left =
                    listed.state() == Ledgers.State.ALIVE || record.isEmpty() ? List.of() : left(record.get());
            found.add(new Found(
                    listed.run(), listed.state(), record.map(RunRecord::folder), record.map(RunRecord::started), left));
        }
        return found;
    }

    private static List<String> left(RunRecord record) {
        List<String> left = new ArrayList<>();
        for (IntendedFault fault : lastToFirst(record.pending())) {
            for (UndoStep step : lastToFirst(fault.undo().steps())) {
                left.add(says(fault, step));
            }
        }
        if (record.ownsProcesses()) {
            new OwnedProcesses(record.run(), record.processes())
                    .living()
                    .forEach(row -> left.add("process " + row.pid()));
        }
        OwnedProcesses.ofTrees(record.activities())
                .living()
                .forEach(row -> left.add("process " + row.pid() + " of an activity"));
        record.folders().stream().filter(Files::exists).forEach(folder -> left.add("folder " + folder));
        return left;
    }

    /**
     * Heals every run that is over. Blocks for about two seconds a run at most, mostly for some milliseconds.
     *
     * @param journal called for each run that was killed
     */
    public List<Healed> heal(KilledRun journal) {
        List<Healed> healed = new ArrayList<>();
        for (Ledgers.Listed listed : ledgers.list()) {
            if (listed.state() == Ledgers.State.ALIVE) {
                continue;
            }
            Optional<DeadRun> taken = ledgers.take(listed.run());
            if (taken.isPresent()) {
                try (DeadRun dead = taken.get()) {
                    healed.add(heal(dead, journal));
                }
            }
        }
        return healed;
    }

    private static Healed heal(DeadRun dead, KilledRun journal) {
        RunRecord record = dead.record();
        List<String> done = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        if (record.version() > RunRecord.VERSION) {
            failed.add("its ledger has format " + record.version() + ", and this Blackstart knows formats up to "
                    + RunRecord.VERSION + ": heal it with the one that started it");
            return new Healed(record.run(), record.folder(), done, failed);
        }
        undo(record, done, failed);
        endProcesses(dead, done, failed);
        endActivities(record, done, failed);
        record.folders().forEach(folder -> remove(folder, done, failed));
        if (failed.isEmpty()) {
            forget(dead, journal, done, failed);
        }
        // Trying again would not tell more.
        record.activitiesUnknown()
                .forEach(program ->
                        failed.add("'" + program + "', which was being started for an activity when the run died,"
                                + " may still run: its pid is not known"));
        return new Healed(record.run(), record.folder(), done, failed);
    }

    private static void undo(RunRecord record, List<String> done, List<String> failed) {
        for (IntendedFault fault : lastToFirst(record.pending())) {
            for (UndoStep step : lastToFirst(fault.undo().steps())) {
                UndoResult result = diedWith(record, step) ? UndoResult.GONE : UndoExecutor.carryOut(step);
                (result == UndoResult.RETRY ? failed : done).add(says(fault, step) + ": " + result);
            }
        }
    }

    /** Its port may be another program's by now, which is not to be talked to. */
    private static boolean diedWith(RunRecord record, UndoStep step) {
        return (step instanceof UndoStep.ToxicGone toxic
                        && record.proxiesInside().contains(toxic.api()))
                || (step instanceof UndoStep.ProxyAs proxy
                        && record.proxiesInside().contains(proxy.api()));
    }

    private static String says(IntendedFault fault, UndoStep step) {
        return "fault " + fault.id() + " (" + fault.undo().fault() + " on " + fault.target() + "): " + step;
    }

    private static void endProcesses(DeadRun dead, List<String> done, List<String> failed) {
        RunRecord record = dead.record();
        if (!record.ownsProcesses()) {
            return;
        }
        end(new OwnedProcesses(record.run(), record.processes(), Optional.of(dead.lastSign())), GRACE, done, failed);
    }

    /** As a run itself ends one that takes too long: at once, with its tree. A daemon that it has started on purpose stays. */
    private static void endActivities(RunRecord record, List<String> done, List<String> failed) {
        if (!record.closed()) {
            end(OwnedProcesses.ofTrees(record.activities()), Duration.ZERO, done, failed);
        }
    }

    private static void end(OwnedProcesses owned, Duration grace, List<String> done, List<String> failed) {
        List<ProcessTable.Row> before = owned.living();
        List<ProcessTable.Row> left = owned.end(grace, new Cancellation());
        before.stream().filter(row -> !left.contains(row)).forEach(row -> done.add("process " + row.pid() + " ended"));
        left.forEach(row -> failed.add("process " + row.pid() + " could not be ended"));
    }

    private static void remove(Path folder, List<String> done, List<String> failed) {
        if (!Files.exists(folder)) {
            return;
        }
        // A walk does not follow links, so nothing outside the folder is touched.
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
            done.add("folder " + folder + " removed");
        } catch (IOException e) {
            failed.add("folder " + folder + " could not be removed: " + e.getMessage());
        }
    }

    private static void forget(DeadRun dead, KilledRun journal, List<String> done, List<String> failed) {
        RunRecord record = dead.record();
        try {
            if (!record.closed() && Files.isDirectory(record.folder())) {
                journal.runKilled(record.folder(), List.copyOf(done));
            }
            dead.forget();
        } catch (IOException e) {
            failed.add("the journal in " + record.folder() + " could not be told: " + e.getMessage());
        }
    }

    private static <T> List<T> lastToFirst(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }
}
