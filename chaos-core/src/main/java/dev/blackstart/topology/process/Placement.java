package dev.blackstart.topology.process;

import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether all replicas of a topology find room on one machine. Plan time: starts nothing. */
public final class Placement {
    private Placement() {}

    /** The ports that two replicas would need, in words for the person who wrote the topology; empty when all is well. */
    public static List<String> problems(Topology topology) {
        List<String> problems = new ArrayList<>();
        Map<Integer, String> holders = new HashMap<>();
        for (Service service : topology.services().values()) {
            for (int port : service.ports()) {
                if (Ports.isOpen(service, port)) {
                    continue;
                }
                String other = service.replicas() > 1 ? service.name() : holders.put(port, service.name());
                if (other != null) {
                    problems.add("service '" + service.name() + "': port " + port + " is fixed, and "
                            + (other.equals(service.name())
                                    ? service.replicas() + " replicas would need it"
                                    : "service '" + other + "' needs it too")
                            + "; write {port:" + port
                            + "} under x-blackstart where the service is told its port, and each gets a free one");
                }
            }
        }
        return problems;
    }
}
