package dev.blackstart.plan;

import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What faults can hit: the blast radius. A link counts for the replica that is called.
 *
 * @param services that may be hit
 * @param replicas that may be hit
 * @param most how many replicas are hit at most: of drawn ones no more than are drawn
 */
record Reach(Set<String> services, Set<String> replicas, int most) {
    static Reach of(List<PlannedFault> faults) {
        Set<String> services = new TreeSet<>();
        Set<String> replicas = new TreeSet<>();
        Set<String> certain = new TreeSet<>();
        for (PlannedFault fault : faults) {
            fault.targets().forEach(target -> services.add(replica(target).service()));
            replicas.addAll(replicas(fault));
            if (!fault.isDrawn()) {
                certain.addAll(replicas(fault));
            }
        }
        int most = certain.size();
        for (PlannedFault fault : faults) {
            Set<String> others = replicas(fault);
            others.removeAll(certain);
            most += fault.isDrawn() ? Math.min(fault.wanted(), others.size()) : 0;
        }
        return new Reach(services, replicas, Math.min(most, replicas.size()));
    }

    private static Set<String> replicas(PlannedFault fault) {
        return fault.targets().stream()
                .map(target -> replica(target).toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ReplicaRef replica(TargetRef target) {
        return target instanceof LinkRef link ? link.to() : (ReplicaRef) target;
    }
}
