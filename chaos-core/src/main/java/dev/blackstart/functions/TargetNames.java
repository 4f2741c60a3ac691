package dev.blackstart.functions;

import dev.blackstart.document.Suggestions;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.Topology;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what a name in a file means: {@code kv-a}, {@code kv-a#1}, {@code bfe-a->kv-a}, {@code bfe-a#1->kv-a#1:50051}. */
final class TargetNames {
    private TargetNames() {}

    /**
     * Every replica or link of that name; at least one.
     *
     * @throws ActivityFailed if the topology has none
     */
    static List<TargetRef> resolve(String name, Topology topology) {
        Stream<? extends TargetRef> all =
                name.contains("->") ? topology.links().stream() : topology.replicas().stream();
        List<TargetRef> found = new java.util.ArrayList<>();
        all.filter(each -> namesOf(each).contains(name)).forEach(found::add);
        if (found.isEmpty()) {
            Set<String> known = new LinkedHashSet<>(topology.services().keySet());
            topology.links().forEach(link -> known.add(shortName(link)));
            throw new ActivityFailed("unknown service, replica or link '" + name + "'; known: "
                    + String.join(", ", known) + Suggestions.didYouMean(name, known));
        }
        return found;
    }

    /** All the ways to write a target: ordinals and the port may be left out. */
    private static Set<String> namesOf(TargetRef target) {
        Set<String> names = new LinkedHashSet<>();
        if (target instanceof LinkRef link) {
            for (String from : namesOf(link.from())) {
                for (String to : namesOf(link.to())) {
                    names.add(from + "->" + to);
                    names.add(from + "->" + to + ":" + link.port());
                }
            }
        } else if (target instanceof ReplicaRef replica) {
            names.add(replica.service());
            names.add(replica.toString());
        }
        return names;
    }

    private static String shortName(LinkRef link) {
        return link.from().service() + "->" + link.to().service();
    }
}
