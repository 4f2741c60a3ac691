package dev.blackstart.plan;

import dev.blackstart.experiment.Activity;
import dev.blackstart.fault.Reach;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the faults of a plan can hit, and how much of a service at a time: follows the activities in their order. A fault counts as in
 * force from its action on, until an action reverts it by its id, or pauses alone have lasted longer than its duration. Whatever else takes
 * time is not counted on.
 */
final class PlannedReach {
    private final Topology topology;
    private final UnaryOperator<@Nullable Object> substitution;
    private final List<PlannedFault> all = new ArrayList<>();
    private final List<InForce> inForce = new ArrayList<>();
    private final Map<String, Reach.Part> together = new TreeMap<>();

    /** @param substitution puts in what is known of the configuration */
    PlannedReach(Topology topology, UnaryOperator<@Nullable Object> substitution) {
        this.topology = topology;
        this.substitution = substitution;
    }

    /** @param left for how long at most; empty: until it is reverted */
    private record InForce(PlannedFault fault, Optional<String> id, Optional<Duration> left) {}

    /** A fault is injected by this action. In the background nobody knows when it begins, and so when it ends. */
    void inject(Activity.Definition action, boolean background, PlannedFault fault, Optional<String> id) {
        pause(background, action.pauses().before());
        all.add(fault);
        inForce.add(new InForce(fault, id, background ? Optional.empty() : fault.duration()));
        List<PlannedFault> now = inForce.stream().map(InForce::fault).toList();
        for (Service service : topology.services().values()) {
            int hit = most(now, service.name());
            if (hit > 0) {
                together.merge(
                        service.name(),
                        new Reach.Part(hit, service.replicas()),
                        (one, other) -> one.hit() >= other.hit() ? one : other);
            }
        }
        pause(background, action.pauses().after());
    }

    /** The fault of this id is reverted by this action. */
    void revert(Activity.Definition action, boolean background, String id) {
        pause(background, action.pauses().before());
        if (!background) {
            inForce.removeIf(each -> each.id().filter(id::equals).isPresent());
        }
        pause(background, action.pauses().after());
    }

    /** Anything else is done. */
    void pass(Activity.Definition activity, boolean background) {
        pause(background, activity.pauses().before());
        pause(background, activity.pauses().after());
    }

    private void pause(boolean background, @Nullable Object declared) {
        if (declared == null || background || !(substitution.apply(declared) instanceof Number seconds)) {
            return;
        }
        Duration passed = Duration.ofMillis((long) (Math.max(0, seconds.doubleValue()) * 1000));
        inForce.replaceAll(
                each -> new InForce(each.fault(), each.id(), each.left().map(left -> left.minus(passed))));
        inForce.removeIf(each -> each.left().filter(Duration::isNegative).isPresent());
    }

    /** All that has been planned so far. */
    Reach reach() {
        Set<String> services = new TreeSet<>();
        Set<String> replicas = new TreeSet<>();
        for (PlannedFault fault : all) {
            fault.targets().forEach(target -> services.add(Reach.replica(target).service()));
            replicas.addAll(replicas(fault, null));
        }
        return new Reach(services, replicas, most(all, null), together);
    }

    /** How many replicas these faults hit at most. */
    private static int most(List<PlannedFault> faults, @Nullable String service) {
        Set<String> replicas = new TreeSet<>();
        Set<String> certain = new TreeSet<>();
        for (PlannedFault fault : faults) {
            replicas.addAll(replicas(fault, service));
            if (!fault.isDrawn()) {
                certain.addAll(replicas(fault, service));
            }
        }
        int most = certain.size();
        for (PlannedFault fault : faults) {
            Set<String> others = replicas(fault, service);
            others.removeAll(certain);
            most += fault.isDrawn() ? Math.min(fault.wanted(), others.size()) : 0;
        }
        return Math.min(most, replicas.size());
    }

    /** @param service whose replicas count; null for all */
    private static Set<String> replicas(PlannedFault fault, @Nullable String service) {
        return fault.targets().stream()
                .map(Reach::replica)
                .filter(replica -> service == null || replica.service().equals(service))
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
