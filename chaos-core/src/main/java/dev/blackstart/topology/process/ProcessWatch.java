package dev.blackstart.topology.process;

import dev.blackstart.ledger.Ledger;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.ProcessIdentity;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks each second for children of a run's processes that have opened a session of their own, and notes them in the ledger: where
 * processes cannot be tagged, nothing else leads to them once their parent is gone and their environment cleared. One that is orphaned
 * before the next look is not seen then.
 */
final class ProcessWatch implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** A server that opens sessions without end does not fill the ledger. */
    private static final int MOST = 1_000;

    private final OwnedProcesses owned;
    private final Ledger ledger;
    private final Cancellation closed = new Cancellation();
    private final Set<ProcessIdentity> noted = new HashSet<>();

    ProcessWatch(OwnedProcesses owned, Ledger ledger) {
        this.owned = owned;
        this.ledger = ledger;
    }

    void start() {
        Thread thread = new Thread(this::watch, "blackstart-process-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                closed.sleep(EVERY);
                note(owned.living());
            }
        } catch (Cancelled | UncheckedIOException | IllegalStateException over) {
            // What cannot be noted is still known to this process.
            return;
        }
    }

    /** Notes those that neither started nor stayed in a session that is known. */
    void note(List<ProcessTable.Row> living) {
        for (ProcessTable.Row row : living) {
            if (noted.size() < MOST && !owned.isOfStarted(row) && noted.add(row.identity())) {
                ledger.foundProcess(row.identity());
            }
        }
    }

    @Override
    public void close() {
        closed.cancel("the topology is closed");
    }
}
