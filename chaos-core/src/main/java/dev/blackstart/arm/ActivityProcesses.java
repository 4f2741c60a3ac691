package dev.blackstart.arm;

import dev.blackstart.ledger.Ledger;
import dev.blackstart.provider.StartedProcesses;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.ProcessTable;
import java.util.Optional;

/** Notes the processes of the user's own activities in the ledger of the run. */
public record ActivityProcesses(Ledger ledger) implements StartedProcesses {
    @Override
    public void starting(String program) {
        ledger.ownActivity(program);
    }

    @Override
    public void started(String program, long pid) {
        Optional<ProcessIdentity> identity = ProcessTable.identityOf(pid);
        if (identity.isPresent()) {
            ledger.startedActivity(program, identity.get());
        } else {
            ledger.noActivity(program);
        }
    }

    @Override
    public void notStarted(String program) {
        ledger.noActivity(program);
    }
}
