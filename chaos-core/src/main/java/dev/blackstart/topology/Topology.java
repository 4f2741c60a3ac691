package dev.blackstart.topology;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a topology file declares. Nothing is started by reading it.
 *
 * @param name the file's {@code name}, else its file name without ending
 * @param file the file
 * @param services in the order of the file
 */
public record Topology(String name, Path file, Map<String, Service> services) {
    public Topology {
        services = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(services));
    }

    /** The folder of the file: where its processes are started. */
    public Path folder() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalStateException("a file lies in a folder: " + file);
        }
        return folder;
    }

    public Optional<Service> service(String service) {
        return Optional.ofNullable(services.get(service));
    }

    /** Every replica, in the order of the file. */
    public List<ReplicaRef> replicas() {
        List<ReplicaRef> all = new ArrayList<>();
        services.values().forEach(service -> all.addAll(replicas(service)));
        return all;
    }

    /** Every link: one for each source replica, target replica and port. */
    public List<LinkRef> links() {
        List<LinkRef> all = new ArrayList<>();
        for (Service from : services.values()) {
            for (Peer peer : from.links()) {
                Service to = services.get(peer.service());
                if (to == null) {
                    continue;
                }
                for (ReplicaRef source : replicas(from)) {
                    replicas(to).forEach(target -> all.add(new LinkRef(source, target, peer.port())));
                }
            }
        }
        return all;
    }

    private static List<ReplicaRef> replicas(Service service) {
        List<ReplicaRef> all = new ArrayList<>();
        for (int ordinal = 1; ordinal <= service.replicas(); ordinal++) {
            all.add(new ReplicaRef(service.name(), ordinal));
        }
        return all;
    }
}
