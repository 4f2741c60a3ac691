package dev.blackstart.arm;

import dev.blackstart.heal.HealerFailed;
import dev.blackstart.heal.HealerProcess;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.provider.StartedProcesses;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.OwnedProcesses;
import dev.blackstart.topology.process.ProcessTable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * Notes the processes of the user's own activities in the ledger of the run, and has a healer started once one of them takes its time:
 * it would outlive the runner.
 */
public final class ActivityProcesses implements StartedProcesses {
    /** What ends sooner is not worth a process beside it. */
    private static final long TAKES_ITS_TIME_MS = 300;

    private final Ledger ledger;
    private final HealerProcess healer;
    private final AtomicLong count = new AtomicLong();

    public ActivityProcesses(Ledger ledger, HealerProcess healer) {
        this.ledger = ledger;
        this.healer = healer;
    }

    @Override
    public Start starting(String program) {
        String mark = ledger.run() + "/" + count.incrementAndGet();
        ledger.ownActivity(mark, program);
        return new Start() {
            @Override
            public Map<String, String> environment() {
                return Map.of(OwnedProcesses.ACTIVITY_MARKER, mark);
            }

            @Override
            public void started(long pid) {
                Optional<ProcessIdentity> identity = ProcessTable.identityOf(pid);
                if (identity.isPresent()) {
                    ledger.startedActivity(mark, program, identity.get());
                    CompletableFuture.delayedExecutor(TAKES_ITS_TIME_MS, TimeUnit.MILLISECONDS)
                            .execute(() -> watchOver(identity.get()));
                } else {
                    notStarted();
                }
            }

            @Override
            public void notStarted() {
                ledger.noActivity(mark, program);
            }
        };
    }

    private void watchOver(ProcessIdentity activity) {
        if (ProcessTable.lives(activity)) {
            try {
                healer.start();
            } catch (HealerFailed e) {
                LoggerFactory.getLogger(ActivityProcesses.class)
                        .warn(
                                "If this run is killed, its activities go on until 'blackstart heal': {}",
                                e.getMessage());
            }
        }
    }
}
