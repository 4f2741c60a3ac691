package dev.blackstart.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Ends a process with everything that descends from it. */
final class ProcessTree {
    /** A process that keeps forking is chased this often. */
    private static final int ROUNDS = 5;

    private static final long REAP_MILLIS = 1_000;

    private ProcessTree() {}

    /** Kills what is still alive; nothing happens when the process has ended. Blocks for about a second at most. */
    static void end(Process process) {
        if (!process.isAlive()) {
            return;
        }
        // From the top: a shell whose child is killed would go on with its next command. The descendants are looked up
        // before, because
        // the children of a dead process are nobody's.
        List<ProcessHandle> doomed = process.descendants().toList();
        process.destroyForcibly();
        for (int round = 0; round < ROUNDS && !doomed.isEmpty(); round++) {
            List<ProcessHandle> forked = new ArrayList<>();
            for (ProcessHandle each : doomed) {
                each.descendants().forEach(forked::add);
                each.destroyForcibly();
            }
            doomed = forked;
        }
        try {
            if (!process.waitFor(REAP_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " cannot be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
