package dev.blackstart.ledger;

import dev.blackstart.topology.ProcessIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a ledger says of its run.
 *
 * @param folder the run's folder, where its journal lies
 * @param closed whether the run came to its end by itself
 * @param ownsProcesses whether it has started processes, or was about to
 * @param beingStarted whether one of these may have been forked when the ledger ends, and bear no marker yet
 * @param processes those that it has started, and their descendants outside their sessions, oldest first; most will be gone
 * @param activities the processes of the user's own activities, oldest first; most will be gone
 * @param activitiesUnknown those that were being started when the ledger ends
 * @param proxiesInside APIs of fault proxies that died with the run's process
 * @param folders temporary folders that it made or was about to make
 * @param pending faults that were intended and not taken back, oldest first
 * @param runner its process; empty in ledgers of format 1
 * @param healer the process that watched it last
 * @param damaged lines, from 1, that are not as they were written: what they said is lost
 * @param notUnderstood kinds of entries that this version does not know, except those that are over
 */
public record RunRecord(
        int version,
        String run,
        Path folder,
        String user,
        long pid,
        Instant started,
        boolean closed,
        boolean ownsProcesses,
        boolean beingStarted,
        List<ProcessIdentity> processes,
        List<ProcessIdentity> activities,
        List<UnknownActivity> activitiesUnknown,
        Set<String> proxiesInside,
        List<Path> folders,
        List<IntendedFault> pending,
        Optional<ProcessIdentity> runner,
        Optional<ProcessIdentity> healer,
        List<Integer> damaged,
        List<String> notUnderstood) {
    /** The version that this code writes; it reads the earlier ones too. From 2 on entries of unknown kinds are skipped. */
    public static final int VERSION = 2;

    private static final long NO_PID = 0;

    /**
     * An activity whose process may have been started, or not.
     *
     * @param mark what it bears in its environment; empty in ledgers of format 1
     */
    public record UnknownActivity(String program, Optional<String> mark) {}

    static final String TEMPORARY_PREFIX = "blackstart-";

    public RunRecord {
        proxiesInside = Set.copyOf(proxiesInside);
        processes = List.copyOf(processes);
        activities = List.copyOf(activities);
        activitiesUnknown = List.copyOf(activitiesUnknown);
        folders = List.copyOf(folders);
        pending = List.copyOf(pending);
        damaged = List.copyOf(damaged);
        notUnderstood = List.copyOf(notUnderstood);
    }

    static boolean isTemporary(Path folder) {
        return folder.isAbsolute()
                && String.valueOf(folder.normalize().getFileName()).startsWith(TEMPORARY_PREFIX);
    }

    /**
     * Of a ledger that has at least one line.
     *
     * @param run its id, which is also the name of the ledger's folder
     * @param ledger the ledger's folder, which stands for the run's own where the first line is lost
     */
    static RunRecord of(String run, Path ledger, LedgerFile.Content content) {
        LedgerEntry first = content.entries().isEmpty()
                ? new LedgerEntry.RunClosed()
                : content.entries().get(0);
        LedgerEntry.RunOpened opened = first instanceof LedgerEntry.RunOpened known
                ? known
                : new LedgerEntry.RunOpened(
                        VERSION, run, ledger.toString(), "", NO_PID, Instant.EPOCH, Optional.empty());
        Reading reading = new Reading();
        content.entries().forEach(reading::add);
        return new RunRecord(
                opened.version(),
                opened.run(),
                Path.of(opened.folder()),
                opened.user(),
                opened.pid(),
                opened.started(),
                reading.closed,
                // Its marker finds them also where their lines are lost.
                reading.ownsProcesses || !content.damaged().isEmpty(),
                !reading.starting.isEmpty(),
                reading.processes,
                reading.activities,
                reading.activitiesUnknown,
                reading.proxiesInside,
                reading.folders,
                List.copyOf(reading.pending.values()),
                opened.runner(),
                reading.healer,
                content.damaged(),
                List.copyOf(reading.notUnderstood.values()));
    }

    /** What the entries so far amount to. */
    private static final class Reading {
        private boolean closed;
        private boolean ownsProcesses;
        private final Set<String> starting = new HashSet<>();
        private final List<ProcessIdentity> processes = new ArrayList<>();
        private final List<ProcessIdentity> activities = new ArrayList<>();
        private final List<UnknownActivity> activitiesUnknown = new ArrayList<>();
        private final Set<String> proxiesInside = new HashSet<>();
        private final List<Path> folders = new ArrayList<>();
        private final Map<String, IntendedFault> pending = new LinkedHashMap<>();
        private Optional<ProcessIdentity> healer = Optional.empty();
        private final Map<String, String> notUnderstood = new LinkedHashMap<>();

        void add(LedgerEntry entry) {
            if (entry instanceof LedgerEntry.HealerStarted started) {
                healer = Optional.of(started.identity());
            } else if (entry instanceof LedgerEntry.ProcessIntended process) {
                ownsProcesses = true;
                starting.add(process.replica());
            } else if (entry instanceof LedgerEntry.ProcessStarted process) {
                starting.remove(process.replica());
                processes.add(process.identity());
            } else if (entry instanceof LedgerEntry.ProcessFound process) {
                processes.add(process.identity());
            } else if (entry instanceof LedgerEntry.ProxiesInside proxies) {
                proxiesInside.add(proxies.api());
            } else if (entry instanceof LedgerEntry.FolderIntended folder && isTemporary(Path.of(folder.folder()))) {
                folders.add(Path.of(folder.folder()));
            } else if (entry instanceof LedgerEntry.RunClosed) {
                closed = true;
            } else if (entry instanceof LedgerEntry.NotUnderstood later) {
                String fault = later.fault().map(id -> " of fault " + id).orElse("");
                notUnderstood.put(later.fault().orElse(later.what()), later.what() + fault);
            } else {
                addActivity(entry);
                addFault(entry);
            }
        }

        private void addActivity(LedgerEntry entry) {
            if (entry instanceof LedgerEntry.ActivityIntended activity) {
                activitiesUnknown.add(new UnknownActivity(activity.program(), activity.mark()));
            } else if (entry instanceof LedgerEntry.ActivityStarted activity) {
                activitiesUnknown.remove(new UnknownActivity(activity.program(), activity.mark()));
                activities.add(activity.identity());
            } else if (entry instanceof LedgerEntry.ActivityNotStarted activity) {
                activitiesUnknown.remove(new UnknownActivity(activity.program(), activity.mark()));
            }
        }

        private void addFault(LedgerEntry entry) {
            if (entry instanceof LedgerEntry.FaultIntended intended) {
                pending.put(intended.fault().id(), intended.fault());
            } else if (entry instanceof LedgerEntry.FaultDone done) {
                pending.remove(done.id());
                notUnderstood.remove(done.id());
            }
        }
    }
}
