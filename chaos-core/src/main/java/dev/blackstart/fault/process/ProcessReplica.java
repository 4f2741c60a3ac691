package dev.blackstart.fault.process;

import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Target;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.OwnedProcesses;
import dev.blackstart.topology.process.ProcessTable;
import java.time.Duration;
import java.util.List;

/** A replica that is a session of processes of this machine. */
record ProcessReplica(Target.OfReplica target, ProcessIdentity identity) implements RunningReplica {
    private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(2);

    @Override
    public void kill(Host host) {
        OwnedProcesses all = OwnedProcesses.ofReplica(identity);
        signal("KILL");
        awaitKilled(host);
        endRest(all, host);
    }

    @Override
    public void end(Duration grace, Host host) {
        OwnedProcesses all = OwnedProcesses.ofReplica(identity);
        signal("TERM");
        boolean ended = ReplicaFault.awaitExit(target, grace, host);
        // Its children may have ignored what it obeyed.
        OwnedProcesses.signal(identity, "KILL");
        if (!ended) {
            awaitKilled(host);
        }
        endRest(all, host);
    }

    /** Whoever heals ends the topology. */
    @Override
    public List<UndoStep> undoOfEnd() {
        return List.of();
    }

    @Override
    public boolean isGone() {
        return !ProcessTable.lives(identity);
    }

    /** Also of children in sessions of their own, which would go on serving. */
    @Override
    public List<UndoStep> undoOfPause() {
        return OwnedProcesses.ofReplica(identity).groups().stream()
                .<UndoStep>map(UndoStep.ContinueGroup::new)
                .toList();
    }

    @Override
    public void pause(List<UndoStep> undo, Host host) {
        signal("STOP");
        groups(undo).forEach(group -> OwnedProcesses.signal(group, "STOP"));
        if (!ReplicaFault.await(() -> isPaused(undo), STOPPED_WITHIN, host)) {
            throw new FaultFailed(target.ref() + " was not stopped " + STOPPED_WITHIN.toSeconds() + " s after SIGSTOP");
        }
    }

    /** Whether every living process of these groups is stopped, and there is one. */
    @Override
    public boolean isPaused(List<UndoStep> undo) {
        List<ProcessTable.Row> rows = groups(undo).stream()
                .flatMap(group -> ProcessTable.group(group).stream())
                .toList();
        return !rows.isEmpty() && rows.stream().allMatch(ProcessTable.Row::isStopped);
    }

    private static List<ProcessIdentity> groups(List<UndoStep> undo) {
        return undo.stream()
                .filter(UndoStep.ContinueGroup.class::isInstance)
                .map(step -> ((UndoStep.ContinueGroup) step).group())
                .toList();
    }

    @Override
    public String says(boolean paused) {
        return paused ? "every process stopped" : "processes run";
    }

    /** Sends a signal to the group, if it is still that one. */
    private void signal(String signal) {
        if (!OwnedProcesses.signal(identity, signal)) {
            throw new FaultFailed(
                    target.ref() + " (" + target.incarnation() + ") is gone; SIG" + signal + " was not sent");
        }
    }

    /** Waits for the end of what SIGKILL was sent to. */
    private void awaitKilled(Host host) {
        if (!ReplicaFault.awaitExit(target, KILLED_WITHIN, host)) {
            throw new FaultFailed(target.ref() + " was still there " + KILLED_WITHIN.toSeconds() + " s after SIGKILL");
        }
    }

    /**
     * Ends what has left the group when that is gone: a child in a session of its own would go on serving.
     *
     * @param all of the replica, from before its end
     */
    private void endRest(OwnedProcesses all, Host host) {
        List<ProcessTable.Row> left = all.end(Duration.ZERO, host.cancellation());
        if (!left.isEmpty()) {
            throw new FaultFailed(target.ref() + " is gone, and some of its processes are not: " + left);
        }
    }
}
