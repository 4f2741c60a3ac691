package dev.blackstart.topology.process;

import dev.blackstart.link.LoopbackPorts;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyFailed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The ports of a topology: of each replica, a free one where the file leaves it open by {@code {port:N}}, else N itself; of each link,
 * a free one for its proxy.
 *
 * @param replicas each port as the file names it, to what it is
 */
record Ports(Map<ReplicaRef, Map<Integer, Integer>> replicas, Map<LinkRef, Integer> links) {

    /**
     * Chooses them all at once, so that no two get the same.
     *
     * @throws TopologyFailed if no free ones can be found
     */
    static Ports choose(Topology topology) {
        int open = topology.links().size();
        for (ReplicaRef ref : topology.replicas()) {
            Service service = topology.service(ref.service()).orElseThrow();
            open += (int) service.ports().stream()
                    .filter(port -> isOpen(service, port))
                    .count();
        }
        Deque<Integer> free;
        try {
            free = new ArrayDeque<>(LoopbackPorts.free(open));
        } catch (IOException e) {
            throw new TopologyFailed("topology " + topology.name() + ": " + e.getMessage());
        }
        Map<ReplicaRef, Map<Integer, Integer>> chosen = new HashMap<>();
        for (ReplicaRef ref : topology.replicas()) {
            Service service = topology.service(ref.service()).orElseThrow();
            Map<Integer, Integer> ports = new HashMap<>();
            for (int port : service.ports()) {
                ports.put(port, isOpen(service, port) ? free.removeFirst() : port);
            }
            chosen.put(ref, ports);
        }
        Map<LinkRef, Integer> links = new HashMap<>();
        topology.links().forEach(link -> links.put(link, free.removeFirst()));
        return new Ports(chosen, links);
    }

    /** Whether the file leaves the port to us. */
    static boolean isOpen(Service service, int port) {
        String placeholder = "{port:" + port + "}";
        return service.process().stream().anyMatch(word -> word.contains(placeholder))
                || service.environment().values().stream().anyMatch(value -> value.contains(placeholder));
    }

    /**
     * Checks, right before a replica is started, that it can have its ports.
     *
     * @param ports as the file names them, to what they are
     * @throws TopologyFailed if one is taken; says by whom, as far as it can be seen
     */
    static void requireFree(ReplicaRef ref, Map<Integer, Integer> ports) {
        ports.forEach((named, actual) -> {
            if (!LoopbackPorts.isFree(actual)) {
                String holder = PortHolder.of(actual).map(each -> " by " + each).orElse("");
                String remedy = named.equals(actual)
                        ? "; end what listens there, or write {port:" + named
                                + "} in x-blackstart where the service is told its port, and it gets a free one"
                        : " since the topology was laid out; end what listens there";
                throw new TopologyFailed(
                        ref + " cannot be started: its port " + actual + " is taken" + holder + remedy);
            }
        });
    }
}
