package dev.blackstart.fault.network;

import dev.blackstart.fault.CompositeFault;
import dev.blackstart.fault.FaultDriver;
import dev.blackstart.fault.FaultRequest;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetNames;
import dev.blackstart.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code blackstart.fault.partition}: two groups of services no longer reach each other; a stall or a refusal on each link between them. */
public final class PartitionFault implements CompositeFault<Partition> {
    private final StallDriver stall = new StallDriver();
    private final RefuseDriver refuse = new RefuseDriver();

    @Override
    public String func() {
        return "partition";
    }

    @Override
    public Class<Partition> config() {
        return Partition.class;
    }

    @Override
    public String summary() {
        return "Parts two groups of services: on every link between them nothing gets through, or connections are refused.";
    }

    @Override
    public List<FaultDriver<?>> drivers() {
        return List.of(stall, refuse);
    }

    @Override
    public List<FaultRequest.Part> expand(Partition config, Topology topology) {
        Set<ReplicaRef> one = group("between", config.between(), topology);
        Set<ReplicaRef> other = group("and", config.and(), topology);
        for (ReplicaRef each : one) {
            if (other.contains(each)) {
                throw new IllegalArgumentException(
                        "and: " + each + " is in both groups; a replica can be in one of them");
            }
        }
        List<FaultRequest.Part> parts = new ArrayList<>();
        for (LinkRef link : topology.links()) {
            if (one.contains(link.from()) && other.contains(link.to())) {
                parts.add(part(config, link, true));
            } else if (other.contains(link.from()) && one.contains(link.to()) && isCutBackwards(config)) {
                parts.add(part(config, link, false));
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("between: there is no link that could be cut between " + one + " and "
                    + other + "; a link is declared by x-blackstart.links of the service that calls");
        }
        return parts;
    }

    /** A connection that the other group opens carries something from the one group as well: its answers. */
    private static boolean isCutBackwards(Partition config) {
        return config.direction() == Partition.Ways.BOTH || config.mode() == Partition.Mode.DROP;
    }

    private FaultRequest.Part part(Partition config, LinkRef link, boolean forth) {
        if (config.mode() == Partition.Mode.REFUSE) {
            return new FaultRequest.Part(refuse, new Refuse(), link);
        }
        Direction oneWay = forth ? Direction.REQUEST : Direction.RESPONSE;
        Direction direction = config.direction() == Partition.Ways.BOTH ? Direction.BOTH : oneWay;
        return new FaultRequest.Part(stall, new Stall(direction), link);
    }

    private static Set<ReplicaRef> group(String argument, Object named, Topology topology) {
        TargetNames names = new TargetNames(topology);
        Set<ReplicaRef> found = new LinkedHashSet<>();
        for (Object each : named instanceof List<?> list ? list : List.of(named)) {
            if (!(each instanceof String text)) {
                throw new IllegalArgumentException(argument + ": must be a text or a list of texts: " + each);
            }
            try {
                found.addAll(names.replicas(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(argument + ": " + e.getMessage(), e);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(argument + ": names nobody; write a service or service#ordinal");
        }
        return found;
    }
}
