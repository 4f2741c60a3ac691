package dev.blackstart.topology;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A service as its topology file declares it, with the {@code x-blackstart} overlay already laid over Compose's own values.
 *
 * @param name the key under {@code services}
 * @param replicas at least 1
 * @param process the command without Docker; empty when the service has none
 * @param environment what is set for the process, placeholders and peer addresses not yet resolved
 * @param ports the service's own ports as the file names them
 * @param links the peers it calls or may be told to call
 * @param dependsOn services that must be ready first
 * @param readiness when a replica counts as started; null when the file does not say
 * @param kind what a replica of it is
 */
public record Service(
        String name,
        int replicas,
        List<String> process,
        Map<String, String> environment,
        List<Integer> ports,
        List<Peer> links,
        List<String> dependsOn,
        @Nullable Readiness readiness,
        Kind kind) {
    /** What a replica is: faults act on both in their own way, or on one of them only. */
    public enum Kind {
        PROCESS,
        CONTAINER
    }

    public Service {
        if (replicas < 1) {
            throw new IllegalArgumentException("services." + name + ".deploy.replicas must be at least 1: " + replicas);
        }
        process = List.copyOf(process);
        environment = Map.copyOf(environment);
        ports = List.copyOf(ports);
        links = List.copyOf(links);
        dependsOn = List.copyOf(dependsOn);
    }

    /** The same with other links. */
    Service withLinks(List<Peer> others) {
        return new Service(name, replicas, process, environment, ports, others, dependsOn, readiness, kind);
    }

    /** One whose replicas are processes. */
    public Service(
            String name,
            int replicas,
            List<String> process,
            Map<String, String> environment,
            List<Integer> ports,
            List<Peer> links,
            List<String> dependsOn,
            @Nullable Readiness readiness) {
        this(name, replicas, process, environment, ports, links, dependsOn, readiness, Kind.PROCESS);
    }
}
