package dev.blackstart.session;

import dev.blackstart.link.PlainLinks;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Links that are there as long as the JVM is, for addresses that must be known before anybody has a session, such as a DataSource's
 * URL. Every session that is opened later knows them. A fault on one is felt by everybody who uses it. Thread-safe.
 */
public final class SharedLinks {
    private static final long SEED = 0;

    // Guarded by the class.
    private static Optional<PlainLinks> links = Optional.empty();

    private SharedLinks() {}

    /**
     * A link through a fault proxy; asked for again it is the same.
     *
     * @param name {@code client->server}
     * @param server where the server listens, or will
     * @return where the client connects to
     * @throws IllegalArgumentException if the name is not of that form, or the server of that name listens elsewhere
     */
    public static synchronized InetSocketAddress link(String name, InetSocketAddress server) {
        PlainLinks shared = links.orElseGet(() -> PlainLinks.start(Path.of("").toAbsolutePath(), SEED));
        links = Optional.of(shared);
        return shared.link(SessionLinks.ref(name, server.getPort()), server).listener();
    }

    /** Those that have been asked for; empty as long as none has. */
    static synchronized Optional<PlainLinks> opened() {
        return links;
    }
}
