package dev.blackstart.fault;

import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetNames;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** From what {@code on} says to targets by name, and from names to the actual things of this moment. */
final class Targets {
    private Targets() {}

    /**
     * The targets that {@code on} means for a fault, each once, in the order of the file.
     *
     * @param on a text, or a list of texts
     * @throws IllegalArgumentException with the names that would have worked; never returns an empty list
     */
    static List<TargetRef> named(Topology topology, FaultType<?> type, Object on) {
        TargetNames names = new TargetNames(topology);
        Set<TargetRef> found = new LinkedHashSet<>();
        for (String text : texts(on)) {
            boolean links = type.targets().contains(FaultType.TargetKind.LINK);
            if (!links && text.contains("->")) {
                throw new IllegalArgumentException(
                        "on: " + type.name() + " takes a service or a replica, not the link '" + text + "'");
            }
            try {
                found.addAll(links ? names.links(text) : names.replicas(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("on: " + e.getMessage(), e);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException("on: names no target; write " + type.takes());
        }
        return List.copyOf(found);
    }

    private static List<String> texts(Object on) {
        if (on instanceof String text) {
            return List.of(text);
        }
        if (on instanceof List<?> list) {
            List<String> texts = new ArrayList<>();
            for (Object each : list) {
                if (!(each instanceof String text)) {
                    throw new IllegalArgumentException("on: must be a text or a list of texts: " + each);
                }
                texts.add(text);
            }
            return texts;
        }
        throw new IllegalArgumentException("on: must be a text or a list of texts: " + on);
    }

    /** What a target is, or what a link leads to. */
    static Service.Kind kind(Topology declared, TargetRef ref) {
        ReplicaRef replica = ref instanceof LinkRef link ? link.to() : (ReplicaRef) ref;
        return declared.service(replica.service()).map(Service::kind).orElse(Service.Kind.PROCESS);
    }

    /** The actual thing that a name means now. */
    static Target now(RunningTopology topology, TargetRef ref) {
        if (ref instanceof LinkRef linkRef) {
            Link link = topology.link(linkRef);
            return new Target.OfLink(link, topology.replica(linkRef.to()), link.incarnation());
        }
        Replica replica = topology.replica((ReplicaRef) ref);
        // The exit first: if the replica is restarted in between, the exit of the old one is done and the fault counts
        // as lost.
        CompletableFuture<Integer> exit = replica.exit();
        Incarnation incarnation = replica.incarnation();
        if (!replica.isRunning()) {
            throw new FaultFailed(ref + " is not running, so no fault can be injected into it");
        }
        return new Target.OfReplica(replica, incarnation, exit, topology);
    }
}
