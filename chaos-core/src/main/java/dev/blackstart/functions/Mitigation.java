package dev.blackstart.functions;

import dev.blackstart.document.Suggestions;
import dev.blackstart.fault.Faults;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.CallContext;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TopologyFailed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What mitigations have in common: they replace replicas, and faults on these end as mitigated while they do. */
final class Mitigation {
    private static final String LACKING =
            "there is no topology to act on: declare 'topology' in the experiment's extension" + " 'blackstart'";

    private Mitigation() {}

    static RunningTopology topology(CallContext context) {
        return context.require(RunningTopology.class, LACKING);
    }

    /** @throws ActivityFailed if the topology declares no such service */
    static Service service(RunningTopology topology, String name) {
        return topology.declared().service(name).orElseThrow(() -> {
            Set<String> known = topology.declared().services().keySet();
            return new ActivityFailed("unknown service '" + name + "'; known: " + String.join(", ", known)
                    + Suggestions.didYouMean(name, known));
        });
    }

    /**
     * Carries out a mitigation.
     *
     * @return the names of the replicas
     * @throws ActivityFailed if a replica does not become ready, or the deed is refused
     */
    static List<String> of(List<ReplicaRef> replicas, String by, CallContext context, Runnable deed) {
        Set<ReplicaRef> all = new TreeSet<>(replicas);
        Optional<Faults> faults = context.find(Faults.class);
        faults.ifPresent(each -> each.mitigating(all, by));
        try {
            deed.run();
        } catch (TopologyFailed | IllegalArgumentException e) {
            throw new ActivityFailed(by + ": " + e.getMessage(), e);
        } finally {
            faults.ifPresent(each -> each.mitigated(all));
        }
        return all.stream().map(ReplicaRef::toString).toList();
    }
}
