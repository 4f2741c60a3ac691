package dev.blackstart.topology;

import dev.blackstart.document.Location;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service as read, before it is checked against the others.
 *
 * @param sound whether nothing is wrong with it by itself; what is missing of one that is not may only be misspelt
 */
record ServiceDraft(
        Location at,
        String name,
        int replicas,
        List<String> process,
        Map<String, String> environment,
        List<Integer> ports,
        List<Link> links,
        List<Dependency> dependsOn,
        @Nullable Readiness readiness,
        boolean sound) {

    /** A peer and where it is named. */
    record Link(Location at, Peer peer) {}

    /** A service that must be ready first, and where it is named. */
    record Dependency(Location at, String service) {}

    Service service(List<Integer> allPorts) {
        return new Service(
                name,
                replicas,
                process,
                environment,
                allPorts,
                links.stream().map(Link::peer).toList(),
                dependsOn.stream().map(Dependency::service).toList(),
                readiness);
    }
}
