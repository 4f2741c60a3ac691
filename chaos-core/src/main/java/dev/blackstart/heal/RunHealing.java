package dev.blackstart.heal;

import dev.blackstart.ledger.HeldRun;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.RunRecord;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.process.OwnedProcesses;
import dev.blackstart.topology.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One attempt to put a run right from its ledger: faults last to first, processes, folders, each tried whatever happened to another.
 * Idempotent as a whole. Not for several threads.
 */
final class RunHealing {
    /** With what follows it, an end that takes its time is over in two seconds. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int LOOKS_FOR_FORKED = 40;

    private final RunRecord record;
    private final List<String> done = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    private RunHealing(RunRecord record) {
        this.record = record;
    }

    /** Everything that a run which is over has left; then its journal is told, and its ledger removed. */
    static Heal.Healed heal(HeldRun dead, Heal.KilledRun journal) {
        RunHealing healing = new RunHealing(dead.record());
        if (healing.isOfALaterFormat()) {
            return healing.result();
        }
        healing.undo(healing.record.pending(), false);
        healing.endProcesses(Optional.of(dead));
        healing.endActivities();
        healing.record.folders().forEach(healing::remove);
        healing.tell();
        // Trying again would not tell more of what comes last.
        List<String> lost = healing.failed.isEmpty() ? healing.lost(dead) : List.of();
        if (healing.failed.isEmpty()) {
            healing.told.addAll(lost);
            healing.forget(dead, journal);
            healing.told.removeAll(lost);
        }
        healing.failed.addAll(lost);
        healing.record.activitiesUnknown().stream()
                .filter(activity -> activity.mark().isEmpty())
                .forEach(activity -> healing.failed.add(
                        "'" + activity.program() + "', which was being started for an activity when the run died,"
                                + " may still run: its pid is not known"));
        return healing.result();
    }

    /** What can be reached of a run that is suspended: what is in its own process stands still with it. */
    static Heal.Healed besideSuspended(RunRecord record) {
        RunHealing healing = new RunHealing(record);
        healing.undo(record.pending(), true);
        healing.endProcesses(Optional.empty());
        return healing.result();
    }

    /** One fault of a run that goes on. */
    static Heal.Healed ofOne(RunRecord record, IntendedFault fault) {
        RunHealing healing = new RunHealing(record);
        healing.undo(List.of(fault), false);
        return healing.result();
    }

    private Heal.Healed result() {
        return new Heal.Healed(record.run(), record.folder(), done, told, failed);
    }

    private boolean isOfALaterFormat() {
        boolean later = record.version() > RunRecord.VERSION;
        if (later) {
            failed.add("its ledger has format " + record.version() + ", and this Blackstart knows formats up to "
                    + RunRecord.VERSION + ": heal it with the one that started it");
        }
        return later;
    }

    private void undo(List<IntendedFault> faults, boolean runnerSuspended) {
        for (IntendedFault fault : lastToFirst(faults)) {
            for (UndoStep step : lastToFirst(fault.undo().steps())) {
                String says = says(fault, step);
                if (!isInside(step)) {
                    carryOut(says, step);
                } else if (runnerSuspended) {
                    told.add(says + ": stands still with the runner, which takes it back when it wakes");
                } else {
                    undoInside(says, step);
                }
            }
        }
    }

    private void carryOut(String says, UndoStep step) {
        if (!isRunnerAlive()) {
            awaitDeed(step);
        }
        try {
            UndoResult result = UndoExecutor.carryOut(step);
            String came = says + ": " + UndoExecutor.says(step, result);
            (result == UndoResult.RETRY ? failed : done).add(came);
            if (result == UndoResult.SUPERSEDED && step instanceof UndoStep.FileAs) {
                told.add(came);
            }
        } catch (RuntimeException e) {
            failed.add(says + ": " + e.getMessage());
        }
    }

    /** A program that the runner had just started for the deed when it died does it all the same. */
    private static void awaitDeed(UndoStep step) {
        if (step instanceof UndoStep.EndMarked burners) {
            awaitForked(
                    () -> !OwnedProcesses.ofMarked(burners.marker()).living().isEmpty());
        } else if (step instanceof UndoStep.MutableFile file) {
            awaitForked(() -> FileAttributes.isImmutable(Path.of(file.path())).orElse(true));
        } else if (step instanceof UndoStep.ContainerAs container) {
            // The engine goes on with what it was just asked for.
            awaitForked(() -> !new FaultedContainer(container).isAsBefore());
        }
    }

    /** A proxy of a runner that is gone: its port may be another program's by now, which is not to be talked to. */
    private void undoInside(String says, UndoStep step) {
        if (isRunnerAlive()) {
            carryOut(says, step);
        } else {
            done.add(says + ": " + UndoResult.GONE);
        }
    }

    private boolean isRunnerAlive() {
        return record.runner().filter(ProcessTable::lives).isPresent();
    }

    /**
     * What the runner was just forking when it died goes on without it, and bears no marker before it has become another program: on a
     * busy machine that takes its time.
     */
    private static void awaitForked(BooleanSupplier found) {
        Cancellation never = new Cancellation();
        for (int i = 0; i < LOOKS_FOR_FORKED && !found.getAsBoolean(); i++) {
            never.sleep(BETWEEN_LOOKS);
        }
    }

    private boolean isInside(UndoStep step) {
        return (step instanceof UndoStep.ToxicGone toxic
                        && record.proxiesInside().contains(toxic.api()))
                || (step instanceof UndoStep.ProxyAs proxy
                        && record.proxiesInside().contains(proxy.api()));
    }

    private static String says(IntendedFault fault, UndoStep step) {
        return "fault " + fault.id() + " (" + fault.undo().fault() + " on " + fault.target() + "): " + step;
    }

    /** @param dead empty while the run lives */
    private void endProcesses(Optional<HeldRun> dead) {
        if (record.ownsProcesses()) {
            OwnedProcesses owned = new OwnedProcesses(record.run(), record.processes(), dead.map(HeldRun::lastSign));
            if (record.beingStarted() && !isRunnerAlive()) {
                awaitForked(() -> owned.living().stream()
                        .anyMatch(row -> row.pid() == row.session()
                                && !record.processes().contains(row.identity())));
            }
            end(owned, GRACE);
        }
    }

    /** As a run itself ends one that takes too long: at once, with its tree. A daemon that it has started on purpose stays. */
    private void endActivities() {
        if (!record.closed()) {
            end(OwnedProcesses.ofTrees(record.activities()), Duration.ZERO);
            for (String mark : unknownMarks(record)) {
                OwnedProcesses owned = OwnedProcesses.ofMarked(mark);
                awaitForked(() -> !owned.living().isEmpty());
                end(owned, Duration.ZERO);
            }
        }
    }

    /** Of those whose numbers are not in the ledger. */
    private static List<String> unknownMarks(RunRecord record) {
        return record.activitiesUnknown().stream()
                .flatMap(activity -> activity.mark().stream())
                .map(mark -> OwnedProcesses.ACTIVITY_MARKER + "=" + mark)
                .toList();
    }

    private void end(OwnedProcesses owned, Duration grace) {
        try {
            List<ProcessTable.Row> before = owned.living();
            List<ProcessTable.Row> left = owned.end(grace, new Cancellation());
            before.stream()
                    .filter(row -> !left.contains(row))
                    .forEach(row -> done.add("process " + row.pid() + " ended"));
            left.forEach(row -> failed.add("process " + row.pid() + " could not be ended"));
        } catch (RuntimeException e) {
            failed.add("processes could not be ended: " + e.getMessage());
        }
    }

    private void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        // A walk does not follow links, so nothing outside the folder is touched.
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
            done.add("folder " + folder + " removed");
        } catch (IOException | UncheckedIOException e) {
            failed.add("folder " + folder + " could not be removed: " + e.getMessage());
        }
    }

    private void tell() {
        record.notUnderstood()
                .forEach(what -> failed.add("its ledger has '" + what
                        + "', which this Blackstart does not know: heal it with the one that started it"));
    }

    /** What stood in damaged lines: whoever looks himself needs the rest of them. */
    private List<String> lost(HeldRun dead) {
        if (record.damaged().isEmpty()) {
            return List.of();
        }
        try {
            return List.of(damage() + "; it is kept as " + dead.keepCopy(record.folder()));
        } catch (UncheckedIOException e) {
            failed.add(damage());
            failed.add(String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private String damage() {
        return "its ledger is damaged in line "
                + record.damaged().stream().map(String::valueOf).collect(Collectors.joining(", "))
                + ": a fault or a folder that stood there is not known any more, and may still be there; look yourself";
    }

    private void forget(HeldRun dead, Heal.KilledRun journal) {
        try {
            if (!record.closed() && Files.isDirectory(record.folder())) {
                List<String> healed = new ArrayList<>(done);
                healed.addAll(told);
                journal.runKilled(record.folder(), List.copyOf(healed));
            }
            dead.forget();
        } catch (IOException e) {
            failed.add("the journal in " + record.folder() + " could not be told: " + e.getMessage());
        } catch (RuntimeException e) {
            failed.add(String.valueOf(e.getMessage()));
        }
    }

    /** What {@link #heal} would do, for people. */
    static List<String> left(RunRecord record) {
        List<String> left = new ArrayList<>();
        if (!record.damaged().isEmpty()) {
            left.add(new RunHealing(record).damage());
        }
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
        List<OwnedProcesses> activities = new ArrayList<>(List.of(OwnedProcesses.ofTrees(record.activities())));
        unknownMarks(record).forEach(mark -> activities.add(OwnedProcesses.ofMarked(mark)));
        activities.stream()
                .flatMap(each -> each.living().stream())
                .forEach(row -> left.add("process " + row.pid() + " of an activity"));
        record.folders().stream().filter(Files::exists).forEach(folder -> left.add("folder " + folder));
        return left;
    }

    private static <T> List<T> lastToFirst(List<T> list) {
        List<T> reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }
}
