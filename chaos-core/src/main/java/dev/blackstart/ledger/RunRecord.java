package dev.blackstart.ledger;

import dev.blackstart.topology.ProcessIdentity;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a ledger says of its run.
 *
 * @param folder the run's folder, where its journal lies
 * @param closed whether the run came to its end by itself
 * @param ownsProcesses whether it has started processes, or was about to
 * @param processes those that it has started, and their descendants outside their sessions, oldest first; most will be gone
 * @param activities the processes of the user's own activities, oldest first; most will be gone
 * @param activitiesUnknown programs that were being started for activities when the ledger ends
 * @param proxiesInside APIs of fault proxies that died with the run's process
 * @param folders temporary folders that it made or was about to make
 * @param pending faults that were intended and not taken back, oldest first
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
        List<ProcessIdentity> processes,
        List<ProcessIdentity> activities,
        List<String> activitiesUnknown,
        Set<String> proxiesInside,
        List<Path> folders,
        List<IntendedFault> pending) {
    /** The version that this code writes and reads. */
    public static final int VERSION = 1;

    static final String TEMPORARY_PREFIX = "blackstart-";

    public RunRecord {
        proxiesInside = Set.copyOf(proxiesInside);
        processes = List.copyOf(processes);
        activities = List.copyOf(activities);
        activitiesUnknown = List.copyOf(activitiesUnknown);
        folders = List.copyOf(folders);
        pending = List.copyOf(pending);
    }

    static boolean isTemporary(Path folder) {
        return folder.isAbsolute()
                && String.valueOf(folder.normalize().getFileName()).startsWith(TEMPORARY_PREFIX);
    }

    static RunRecord of(LedgerEntry.RunOpened opened, List<LedgerEntry> entries) {
        boolean closed = false;
        boolean ownsProcesses = false;
        List<ProcessIdentity> processes = new ArrayList<>();
        List<ProcessIdentity> activities = new ArrayList<>();
        List<String> activitiesUnknown = new ArrayList<>();
        Set<String> proxiesInside = new HashSet<>();
        List<Path> folders = new ArrayList<>();
        Map<String, IntendedFault> pending = new LinkedHashMap<>();
        for (LedgerEntry entry : entries) {
            if (entry instanceof LedgerEntry.ProcessIntended) {
                ownsProcesses = true;
            } else if (entry instanceof LedgerEntry.ProcessStarted process) {
                processes.add(process.identity());
            } else if (entry instanceof LedgerEntry.ProcessFound process) {
                processes.add(process.identity());
            } else if (entry instanceof LedgerEntry.ActivityIntended activity) {
                activitiesUnknown.add(activity.program());
            } else if (entry instanceof LedgerEntry.ActivityStarted activity) {
                activitiesUnknown.remove(activity.program());
                activities.add(activity.identity());
            } else if (entry instanceof LedgerEntry.ActivityNotStarted activity) {
                activitiesUnknown.remove(activity.program());
            } else if (entry instanceof LedgerEntry.ProxiesInside proxies) {
                proxiesInside.add(proxies.api());
            } else if (entry instanceof LedgerEntry.FolderIntended folder && isTemporary(Path.of(folder.folder()))) {
                folders.add(Path.of(folder.folder()));
            } else if (entry instanceof LedgerEntry.FaultIntended intended) {
                pending.put(intended.fault().id(), intended.fault());
            } else if (entry instanceof LedgerEntry.FaultDone done) {
                pending.remove(done.id());
            } else if (entry instanceof LedgerEntry.RunClosed) {
                closed = true;
            }
        }
        return new RunRecord(
                opened.version(),
                opened.run(),
                Path.of(opened.folder()),
                opened.user(),
                opened.pid(),
                opened.started(),
                closed,
                ownsProcesses,
                processes,
                activities,
                activitiesUnknown,
                proxiesInside,
                folders,
                List.copyOf(pending.values()));
    }
}
