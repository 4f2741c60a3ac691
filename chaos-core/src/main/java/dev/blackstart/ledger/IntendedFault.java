package dev.blackstart.ledger;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault that a run was about to inject, how it is taken back, and when, if its run does not do that itself. Times are lengths, counted
 * by the monotonic clock of whoever watches: a clock that is set moves no lease.
 *
 * @param id unique in the run
 * @param target by name, as in the run's topology
 * @param incarnation the actual thing, told from every other of this machine, which another run may know by another name
 * @param conflictKey two faults with the same key are not injected into one thing at a time
 * @param planned after which it was to end by itself; empty: when it is reverted
 * @param lease how long it may stay after its planned end; of a fault without one, after the runner was last heard of. Empty in
 *     ledgers of format 1
 * @param withRunner whether it dies with its runner, as a toxic in a proxy inside it does. Empty in ledgers of format 1
 */
public record IntendedFault(
        String id,
        String target,
        String incarnation,
        String conflictKey,
        Optional<Duration> planned,
        Optional<Duration> lease,
        Optional<Boolean> withRunner,
        Undo undo) {
    /** The same with a lease of at most so long. */
    public IntendedFault withLeaseOfAtMost(Duration longest) {
        return lease.filter(asked -> asked.compareTo(longest) <= 0).isPresent()
                ? this
                : new IntendedFault(
                        id, target, incarnation, conflictKey, planned, Optional.of(longest), withRunner, undo);
    }
}
