package dev.blackstart.fault;

import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Asked right before each injection whether it stays within the blast radius, by what is really in force then: what the planner could
 * not know, such as targets out of a configuration that is read during the run, is known here. One for each arm. Thread-safe.
 */
public final class BlastRadiusGuard {
    /** Of an arm that may hit whatever it likes. */
    public static final BlastRadiusGuard NONE = new BlastRadiusGuard(BlastRadius.UNLIMITED, service -> 1, 0);

    private final BlastRadius allowed;
    private final ToIntFunction<String> replicasOf;
    private final double rate;

    // Guarded by this.
    private final Set<ReplicaRef> hit = new HashSet<>();

    /**
     * @param allowed the stricter of what the experiment asks for and what its environment allows
     * @param replicasOf how many replicas a service has
     * @param rate requests a second of the load; 0 without one
     */
    public BlastRadiusGuard(BlastRadius allowed, ToIntFunction<String> replicasOf, double rate) {
        this.allowed = allowed;
        this.replicasOf = replicasOf;
        this.rate = rate;
    }

    /**
     * Lets a request pass; from then on what it hits counts as hit.
     *
     * @param inForce what other faults are on, or are about to be put on
     * @throws FaultFailed in one sentence, if the request reaches further than is allowed; nothing counts as hit then
     */
    synchronized void admit(FaultRequest request, Collection<TargetRef> inForce) {
        Set<ReplicaRef> all = new HashSet<>(hit);
        request.targets().forEach(target -> all.add(Reach.replica(target)));
        Set<ReplicaRef> together = new HashSet<>();
        inForce.forEach(target -> together.add(Reach.replica(target)));
        request.targets().forEach(target -> together.add(Reach.replica(target)));

        String fault = request.fault();
        List<Reach.Excess> beyond = new ArrayList<>(reach(all, together).beyond(allowed));
        Reach.tooLong(allowed, fault, request.duration()).ifPresent(beyond::add);
        Reach.tooMuch(allowed, rate).ifPresent(beyond::add);
        if (!beyond.isEmpty()) {
            throw new FaultFailed(fault + " on " + request.targets() + " is refused: "
                    + beyond.stream()
                            .map(excess -> excess.sentence() + " (" + excess.limit() + ")")
                            .collect(Collectors.joining("; ")));
        }
        hit.addAll(all);
    }

    private Reach reach(Set<ReplicaRef> all, Set<ReplicaRef> together) {
        Map<String, Reach.Part> parts = new HashMap<>();
        for (ReplicaRef replica : together) {
            int of = replicasOf.applyAsInt(replica.service());
            parts.merge(
                    replica.service(),
                    new Reach.Part(1, of),
                    (one, other) -> new Reach.Part(one.hit() + other.hit(), of));
        }
        Set<String> names = all.stream().map(ReplicaRef::toString).collect(Collectors.toCollection(TreeSet::new));
        Set<String> services = all.stream().map(ReplicaRef::service).collect(Collectors.toCollection(TreeSet::new));
        return new Reach(services, names, all.size(), parts);
    }
}
