package dev.blackstart.topology;

import dev.blackstart.time.Cancellation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Several running topologies as one: what is declared in a file, here and there in code, and what is only a name. A service belongs to
 * the first part that has it; later parts may add links into it. Parts may grow, and more may join. Thread-safe. Closes none of them.
 */
public final class JoinedTopology implements RunningTopology {
    private final Path otherwise;
    private final List<RunningTopology> parts = new CopyOnWriteArrayList<>();

    /** @param otherwise the file that it is as long as nothing has joined that has one; need not be there */
    public JoinedTopology(Path otherwise) {
        this.otherwise = otherwise;
    }

    /** Adds one whose services go before those of the others. */
    public void join(RunningTopology part) {
        parts.add(0, part);
    }

    /** Adds one whose services go behind those of the others. */
    public void joinLast(RunningTopology part) {
        parts.add(part);
    }

    @Override
    public Topology declared() {
        Map<String, Service> services = new LinkedHashMap<>();
        String name = "links";
        Path file = otherwise;
        for (RunningTopology part : parts) {
            Topology declared = part.declared();
            if (services.isEmpty() && !declared.services().isEmpty()) {
                name = declared.name();
                file = declared.file();
            }
            declared.services().forEach((service, more) -> services.merge(service, more, JoinedTopology::withLinksOf));
        }
        return new Topology(name, file, services);
    }

    private static Service withLinksOf(Service first, Service other) {
        List<Peer> links = new ArrayList<>(first.links());
        other.links().stream().filter(link -> !links.contains(link)).forEach(links::add);
        return first.withLinks(links);
    }

    private RunningTopology partOf(String service) {
        return parts.stream()
                .filter(part -> part.declared().service(service).isPresent())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown service '" + service + "'; known: "
                        + String.join(", ", declared().services().keySet())));
    }

    @Override
    public Replica replica(ReplicaRef ref) {
        return partOf(ref.service()).replica(ref);
    }

    @Override
    public Link link(LinkRef ref) {
        return links().stream()
                .filter(link -> link.ref().equals(ref))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no link " + ref));
    }

    @Override
    public List<Replica> replicas() {
        return declared().replicas().stream().map(this::replica).toList();
    }

    @Override
    public List<Link> links() {
        return parts.stream().flatMap(part -> part.links().stream()).toList();
    }

    @Override
    public Set<String> proxiesInside() {
        return parts.stream().flatMap(part -> part.proxiesInside().stream()).collect(Collectors.toSet());
    }

    /** Who makes the links into a service; empty where nobody does. */
    public Optional<LinkMaker> linkMaker(String service) {
        return partOf(service) instanceof LinkMaker maker ? Optional.of(maker) : Optional.empty();
    }

    @Override
    public void restart(ReplicaRef ref, Duration grace, Cancellation cancellation) {
        partOf(ref.service()).restart(ref, grace, cancellation);
    }

    @Override
    public void redeploy(
            String service,
            Map<String, String> environment,
            @Nullable List<String> command,
            Cancellation cancellation) {
        partOf(service).redeploy(service, environment, command, cancellation);
    }

    @Override
    public void startAgain(ReplicaRef ref, Cancellation cancellation) {
        partOf(ref.service()).startAgain(ref, cancellation);
    }

    @Override
    public void startAltered(ReplicaRef ref, Alteration alteration, boolean awaitReady, Cancellation cancellation) {
        partOf(ref.service()).startAltered(ref, alteration, awaitReady, cancellation);
    }

    @Override
    public boolean startUnaltered(ReplicaRef ref, Cancellation cancellation) {
        return partOf(ref.service()).startUnaltered(ref, cancellation);
    }

    /** Whoever has started the parts closes them. */
    @Override
    public void close() {}
}
