package dev.blackstart.provider;

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
        List<ProcessHandle> descendants = process.descendants().toList();
        for (int round = 0; round < ROUNDS; round++) {
            descendants.forEach(ProcessHandle::destroyForcibly);
            List<ProcessHandle> forked =
                    process.descendants().filter(ProcessHandle::isAlive).toList();
            if (forked.isEmpty()) {
                break;
            }
            descendants = forked;
        }
        // Last, because the children of a dead process are nobody's descendants.
        process.destroyForcibly();
        try {
            if (!process.waitFor(REAP_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " cannot be killed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
