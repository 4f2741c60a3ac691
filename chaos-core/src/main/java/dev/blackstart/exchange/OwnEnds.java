package dev.blackstart.exchange;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The near ends of our own connections, the latest 4,096, so that our traffic can be told from the system's. On the loopback
 * interface, where fault proxies listen, an end is here before its connection is opened: whoever sees the connection finds it.
 * Elsewhere its address is known only once it is connected. Thread-safe.
 */
public final class OwnEnds {
    private static final int MAX = 4_096;

    private final Set<String> used = new LinkedHashSet<>();

    /** Whether an {@code ip:port}, as a proxy writes it, is one of these. */
    public synchronized boolean contains(String address) {
        return used.contains(address);
    }

    /** One more; nothing happens where the address is not known. */
    public synchronized void add(@Nullable SocketAddress address) {
        String end = text(address);
        // Once more: a port that is used again is among the latest.
        used.remove(end);
        if (!end.isEmpty() && used.add(end) && used.size() > MAX) {
            used.remove(used.iterator().next());
        }
    }

    synchronized Set<String> all() {
        return Set.copyOf(used);
    }

    /** What to bind to before connecting there, so that the end is known; null where the system has to choose the address. */
    static @Nullable InetSocketAddress nearEnd(@Nullable SocketAddress far) {
        InetAddress address = far instanceof InetSocketAddress internet ? internet.getAddress() : null;
        return address != null && address.isLoopbackAddress() ? new InetSocketAddress(address, 0) : null;
    }

    /** {@code ip:port} as a proxy writes it, {@code [ip]:port} for IPv6; empty where unknown. */
    static String text(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress internet) || internet.getAddress() == null) {
            return "";
        }
        String ip = internet.getAddress().getHostAddress();
        return (internet.getAddress() instanceof Inet6Address ? "[" + ip + "]" : ip) + ":" + internet.getPort();
    }
}
