package dev.blackstart.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One proxy: where it listens, where it dials, its toxics, and what it has seen.
 *
 * <p>Changed by the API's thread only. A change returns once the event loops of all live connections have carried it out,
 * or fails after one second.
 */
final class Proxy {

    private static final long APPLY_SECONDS = 1;

    private final Resources resources;
    private final String name;
    private final TrafficLog log = new TrafficLog();
    private String listen;
    private volatile String upstream;
    private volatile List<ToxicSpec> toxics = List.of();
    private @Nullable Instant changed;
    private @Nullable Listener listener;

    Proxy(Resources resources, String name, String listen, String upstream) {
        this.resources = resources;
        this.name = name;
        this.listen = listen;
        this.upstream = upstream;
    }

    Resources resources() {
        return resources;
    }

    String name() {
        return name;
    }

    /** The resolved address once it has been enabled, until then the text as given. */
    String listen() {
        return listen;
    }

    String upstream() {
        return upstream;
    }

    /** When a toxic was last added, changed or removed; null where none ever was. */
    @Nullable Instant changed() {
        return changed;
    }

    boolean isEnabled() {
        return listener != null;
    }

    TrafficLog log() {
        return log;
    }

    /** Starts to listen; does nothing if enabled. */
    void enable() throws ApiError {
        if (listener != null) {
            return;
        }
        try {
            listener = new Listener(this, resolve("listen tcp: ", listen));
        } catch (IOException e) {
            throw ApiError.failed(String.valueOf(e.getMessage()));
        }
        listen = HostPort.text(listener.address());
    }

    /** Stops listening and closes all connections, with what they hold; does nothing if disabled. */
    void disable() throws ApiError {
        if (listener == null) {
            return;
        }
        Listener old = listener;
        listener = null;
        old.close();
        onLoops(old.live(), Connection::cut);
    }

    /** Whether a proxy with these addresses would be another one; blocks for a look-up of the listen address. */
    boolean differs(String newListen, String newUpstream) throws ApiError {
        String resolved = newListen.isEmpty() ? ":0" : goText(newListen);
        return !resolved.equals(listen) || !newUpstream.equals(upstream);
    }

    private String goText(String address) throws ApiError {
        return address.startsWith(":") ? address : HostPort.text(resolve("", address));
    }

    /** Moves to other addresses; connections are closed. */
    void move(String newListen, String newUpstream) throws ApiError {
        disable();
        listen = newListen;
        upstream = newUpstream;
    }

    private InetSocketAddress resolve(String errorPrefix, String address) throws ApiError {
        HostPort parsed;
        try {
            parsed = HostPort.parse(address);
        } catch (HostPort.Malformed e) {
            throw ApiError.failed(errorPrefix + e.getMessage());
        }
        if (parsed.host().isEmpty()) {
            return new InetSocketAddress(parsed.port());
        }
        List<InetAddress> found = resources.resolver().await(parsed);
        if (found.isEmpty()) {
            throw ApiError.failed(errorPrefix + "lookup " + parsed.host() + ": no such host");
        }
        return new InetSocketAddress(found.get(0), parsed.port());
    }

    /** All toxics: those upstream first, each direction in the order of creation. */
    List<ToxicSpec> toxics() {
        List<ToxicSpec> all = new ArrayList<>(toxics(Direction.UPSTREAM));
        all.addAll(toxics(Direction.DOWNSTREAM));
        return all;
    }

    /** The toxics of one direction in the order of creation. Any thread. */
    List<ToxicSpec> toxics(Direction direction) {
        return toxics.stream().filter(toxic -> toxic.direction() == direction).toList();
    }

    /** The toxic of that name, or null. */
    @Nullable ToxicSpec toxic(String toxicName) {
        return toxics.stream()
                .filter(toxic -> toxic.name().equals(toxicName))
                .findFirst()
                .orElse(null);
    }

    /** Adds a toxic behind the others, or puts a changed one in the place of its former self. */
    void put(ToxicSpec toxic) throws ApiError {
        List<ToxicSpec> changed = new ArrayList<>(toxics);
        int place = 0;
        while (place < changed.size() && changed.get(place).id() != toxic.id()) {
            place++;
        }
        if (place == changed.size()) {
            changed.add(toxic);
        } else {
            changed.set(place, toxic);
        }
        apply(changed);
    }

    void remove(ToxicSpec toxic) throws ApiError {
        apply(toxics.stream().filter(other -> other.id() != toxic.id()).toList());
    }

    void removeAllToxics() throws ApiError {
        apply(List.of());
    }

    private void apply(List<ToxicSpec> next) throws ApiError {
        toxics = List.copyOf(next);
        changed = resources.clock().wall(resources.clock().nanos());
        // A connection that opens meanwhile either is in the set already or sees the new toxics.
        onLoops(live(), Connection::apply);
    }

    private Set<Connection> live() {
        return listener == null ? Set.of() : listener.live();
    }

    /** The open connections, oldest first, as of one moment each. */
    List<ConnectionView> connections() throws ApiError {
        List<ConnectionView> views = new ArrayList<>();
        onLoops(live(), connection -> {
            // One that closed meanwhile is in the log.
            if (!connection.isClosed()) {
                synchronized (views) {
                    views.add(connection.view());
                }
            }
        });
        synchronized (views) {
            views.sort(Comparator.comparingLong(ConnectionView::number));
            return List.copyOf(views);
        }
    }

    private void onLoops(Set<Connection> connections, Consumer<Connection> action) throws ApiError {
        List<Connection> all = List.copyOf(connections);
        CountDownLatch done = new CountDownLatch(all.size());
        for (Connection connection : all) {
            try {
                connection.loop().execute(() -> {
                    try {
                        action.accept(connection);
                    } finally {
                        done.countDown();
                    }
                });
            } catch (RejectedExecutionException e) {
                done.countDown(); // the loop has ended, and the connection with it
            }
        }
        try {
            if (!done.await(APPLY_SECONDS, TimeUnit.SECONDS)) {
                throw ApiError.failed("proxy " + name + ": " + done.getCount() + " of " + all.size()
                        + " connections did not confirm within " + APPLY_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiError.failed("proxy " + name + ": interrupted while its connections were changed");
        }
    }
}
