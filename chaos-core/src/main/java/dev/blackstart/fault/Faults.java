package dev.blackstart.fault;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The faults of an arm: injects, measures, ends and reverts them. Thread-safe. The order of every injection: prepare, meter opened
 * and "before" sampled, undo on disk (fsync), inject, journal.
 */
public interface Faults extends AutoCloseable {

    /**
     * Injects a fault into each of its targets; returns once it is active on all, or throws with none of it left.
     *
     * @return the ids, one for each target
     * @throws FaultFailed if it could not be injected
     */
    List<FaultId> inject(FaultRequest request);

    /**
     * Chooses {@code count} of the candidates by the run's seed; the same request draws the same targets in both arms.
     *
     * @param what is asked for, so that different faults draw independently
     * @return in the order of the candidates
     */
    default List<TargetRef> draw(String what, List<TargetRef> candidates, int count) {
        return candidates.subList(0, Math.min(count, candidates.size()));
    }

    /**
     * Reverts one fault and samples that it is gone; nothing happens if it is already reverted. The id of a request with several
     * targets means all of them.
     *
     * @throws FaultFailed if there is no such fault, or an undo step could not be done
     */
    void revert(FaultId id);

    /**
     * Reverts every fault that is in force, last to first, each tried even if another failed. Bounded in time.
     *
     * @throws FaultFailed after all were tried, if one could not be reverted
     */
    void revertAll();

    /** Faults in force now. */
    List<InForce> inForce();

    /** How long the slowest effect of those injected takes to show, by itself: an answer that comes 10 s late shows it in 10 s. */
    default Duration showsWithin() {
        return Duration.ZERO;
    }

    /** Says that a journaled mitigation step is about to replace these replicas: faults on them end as mitigated, not as lost. */
    void mitigating(Set<ReplicaRef> replicas, String by);

    /** A step of the playbook has been carried out; faults on what it has replaced end as mitigated. */
    default void stepped(String by) {}

    /** The mitigation has ended; whoever vanishes from now on is lost. */
    void mitigated(Set<ReplicaRef> replicas);

    /**
     * For exchanges of our own through links: the traffic of what is noted here is nobody's exposure. By default nobody counts, and
     * so nobody looks here either.
     */
    default OwnEnds ownEnds() {
        return new OwnEnds();
    }

    /** Closes meters and schedules; reverts what is left. Idempotent. */
    @Override
    void close();

    /** A fault in force. */
    record InForce(FaultId id, String fault, String target, String asked) {}
}
