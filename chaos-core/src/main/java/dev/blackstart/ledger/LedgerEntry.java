package dev.blackstart.ledger;

import dev.blackstart.topology.ProcessIdentity;
import java.time.Instant;
import java.util.Optional;

/** One line of a ledger. Components are only ever added, so that an older reader understands what it needs. */
sealed interface LedgerEntry {

    /**
     * Always the first.
     *
     * @param runner since format 2; empty where it cannot be told
     */
    record RunOpened(
            int version,
            String run,
            String folder,
            String user,
            long pid,
            Instant started,
            Optional<ProcessIdentity> runner)
            implements LedgerEntry {}

    /** The process that watches the runner has been started. Since format 2. */
    record HealerStarted(ProcessIdentity identity) implements LedgerEntry {}

    /** A process that bears the run's marker is about to be started for this replica. */
    record ProcessIntended(String replica) implements LedgerEntry {}

    /** It has been started. */
    record ProcessStarted(String replica, ProcessIdentity identity) implements LedgerEntry {}

    /** A descendant of one of them has left its session. */
    record ProcessFound(ProcessIdentity identity) implements LedgerEntry {}

    /**
     * A process of the user's own activities is about to be started.
     *
     * @param mark what its environment has of this one alone; since format 2
     */
    record ActivityIntended(String program, Optional<String> mark) implements LedgerEntry {}

    /** It has been started. What it leaves behind on purpose is not the run's. */
    record ActivityStarted(String program, ProcessIdentity identity, Optional<String> mark) implements LedgerEntry {}

    /** It could not be started, or had ended before anybody could look. */
    record ActivityNotStarted(String program, Optional<String> mark) implements LedgerEntry {}

    /** Fault proxies inside the run's own process: whatever is on them dies with it. */
    record ProxiesInside(String api) implements LedgerEntry {}

    /** A folder that goes with the run is about to be made. */
    record FolderIntended(String folder) implements LedgerEntry {}

    /** A fault is about to be injected. */
    record FaultIntended(IntendedFault fault) implements LedgerEntry {}

    /** The fault has been taken back. */
    record FaultDone(String id) implements LedgerEntry {}

    /** The run came to its end by itself. */
    record RunClosed() implements LedgerEntry {}

    /**
     * Never written: stands for a whole line of a later version.
     *
     * @param what its kind
     * @param fault the id, when it is the intent of a fault
     */
    record NotUnderstood(String what, Optional<String> fault) implements LedgerEntry {}
}
