package dev.blackstart.session;

import dev.blackstart.ledger.Ledger;
import dev.blackstart.link.PlainLinks;
import dev.blackstart.topology.JoinedTopology;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetNames;
import dev.blackstart.topology.Topology;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The links of a session: those that it makes, those of the whole JVM, and those that its topologies declare. Thread-safe. */
final class SessionLinks implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile(
            "\\s*([A-Za-z0-9][\\w.-]*)\\s*->\\s*([A-Za-z0-9][\\w.-]*?)(?:#(\\d{1,4}))?(?::(\\d{1,5}))?\\s*");

    private final Path folder;
    private final long seed;
    private final Ledger ledger;
    private final JoinedTopology topology;

    // Guarded by this.
    private Optional<PlainLinks> own = Optional.empty();
    private boolean knowsShared;

    SessionLinks(Path folder, long seed, Ledger ledger) {
        this.folder = folder;
        this.seed = seed;
        this.ledger = ledger;
        this.topology = new JoinedTopology(folder.resolve("links"));
    }

    /** All that is known to the session, as one. */
    synchronized JoinedTopology topology() {
        if (!knowsShared) {
            SharedLinks.opened().ifPresent(shared -> {
                shared.proxiesInside().forEach(ledger::proxiesInside);
                topology.joinLast(shared);
                knowsShared = true;
            });
        }
        return topology;
    }

    /** @see ChaosSession#link(String, InetSocketAddress) */
    synchronized InetSocketAddress link(String name, InetSocketAddress server) {
        LinkRef ref = ref(name, server.getPort());
        for (Link known : topology().links()) {
            boolean same =
                    known.ref().from().equals(ref.from()) && known.ref().to().equals(ref.to());
            if (same && !topology.replica(ref.to()).address(known.ref().port()).equals(server)) {
                throw new IllegalArgumentException("link '" + name + "' leads to "
                        + text(topology.replica(ref.to()).address(known.ref().port())) + " already; give the way to "
                        + text(server) + " another name");
            }
        }
        return links(ref, server).listener();
    }

    private Link links(LinkRef ref, InetSocketAddress server) {
        return topology.links().stream()
                .filter(link -> link.ref().equals(ref))
                .findFirst()
                .orElseGet(() -> own().link(ref, server));
    }

    private PlainLinks own() {
        PlainLinks links = own.orElseGet(() -> {
            PlainLinks started = PlainLinks.start(folder, seed);
            started.proxiesInside().forEach(ledger::proxiesInside);
            topology.joinLast(started);
            return started;
        });
        own = Optional.of(links);
        return links;
    }

    /** @see ChaosSession#link(String) */
    synchronized InetSocketAddress link(String name) {
        Matcher parts = matched(name);
        Topology declared = topology().declared();
        List<LinkRef> meant = declared.service(parts.group(1)).isPresent()
                        && declared.service(parts.group(2)).isPresent()
                ? declared.links().stream().filter(link -> isMeant(link, parts)).toList()
                : List.of();
        if (meant.size() == 1) {
            return topology.link(meant.get(0)).listener();
        }
        if (meant.size() > 1) {
            throw new IllegalArgumentException("'" + name + "' means " + meant.size() + " links: "
                    + meant.stream().map(LinkRef::toString).collect(Collectors.joining(", "))
                    + "; say which replica of " + parts.group(2) + ", or which port, as in " + parts.group(1) + "->"
                    + meant.get(0).to() + ":" + meant.get(0).port());
        }
        return toService(name, parts, declared);
    }

    private InetSocketAddress toService(String name, Matcher parts, Topology declared) {
        if (declared.services().isEmpty()) {
            throw new IllegalArgumentException("nothing is known of '" + parts.group(2)
                    + "' yet: give its address, link(\"" + name + "\", host, port), or a topology that has it");
        }
        // Says which services there are, where this is none of them.
        new TargetNames(declared).replicas(parts.group(2));
        Service service = declared.service(parts.group(2)).orElseThrow();
        if (declared.service(parts.group(1))
                .filter(from -> !from.process().isEmpty())
                .isPresent()) {
            throw new IllegalArgumentException("'" + parts.group(1) + "' declares no link to '" + parts.group(2)
                    + "': write it under x-blackstart.links of " + parts.group(1)
                    + ", or give the client of your test a name of its own");
        }
        int port = port(name, parts, service);
        LinkRef ref = new LinkRef(
                new ReplicaRef(parts.group(1), 1), new ReplicaRef(parts.group(2), ordinal(name, parts, service)), port);
        return topology.linkMaker(service.name())
                .map(maker -> maker.link(parts.group(1), service.name(), port))
                .orElseGet(() -> links(ref, topology.replica(ref.to()).address(port)))
                .listener();
    }

    private static int port(String name, Matcher parts, Service service) {
        if (parts.group(4) != null) {
            int port = Integer.parseInt(parts.group(4));
            if (!service.ports().contains(port)) {
                throw new IllegalArgumentException(
                        "link '" + name + "': " + service.name() + " has the ports " + service.ports());
            }
            return port;
        }
        if (service.ports().size() != 1) {
            throw new IllegalArgumentException("link '" + name + "': " + service.name() + " has "
                    + (service.ports().isEmpty()
                            ? "no port"
                            : "the ports " + service.ports() + "; write " + parts.group(1) + "->" + service.name() + ":"
                                    + service.ports().get(0)));
        }
        return service.ports().get(0);
    }

    private static int ordinal(String name, Matcher parts, Service service) {
        int ordinal = parts.group(3) == null ? 1 : Integer.parseInt(parts.group(3));
        if (ordinal > service.replicas() || (parts.group(3) == null && service.replicas() > 1)) {
            throw new IllegalArgumentException("link '" + name + "': " + service.name() + " has " + service.replicas()
                    + " replicas; say which, as in " + parts.group(1) + "->" + service.name() + "#1");
        }
        return ordinal;
    }

    private static boolean isMeant(LinkRef link, Matcher parts) {
        return link.from().service().equals(parts.group(1))
                && link.to().service().equals(parts.group(2))
                && (parts.group(3) == null || link.to().ordinal() == Integer.parseInt(parts.group(3)))
                && (parts.group(4) == null || link.port() == Integer.parseInt(parts.group(4)));
    }

    /** @throws IllegalArgumentException if the name is not of that form, or says what only a service's name can */
    static LinkRef ref(String name, int port) {
        Matcher parts = matched(name);
        if (parts.group(3) != null || parts.group(4) != null) {
            throw new IllegalArgumentException(
                    "link '" + name + "' is given an address: leave out which replica and port, and write "
                            + parts.group(1) + "->" + parts.group(2));
        }
        return new LinkRef(new ReplicaRef(parts.group(1), 1), new ReplicaRef(parts.group(2), 1), port);
    }

    private static Matcher matched(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("a link is written client->server, not '" + name + "'");
        }
        return parts;
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    @Override
    public synchronized void close() {
        own.ifPresent(PlainLinks::close);
    }
}
