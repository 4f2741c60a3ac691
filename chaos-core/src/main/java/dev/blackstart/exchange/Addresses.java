package dev.blackstart.exchange;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The own ends of an asker's connections, the latest 4,096. Thread-safe. */
final class Addresses {
    private static final int MAX = 4_096;

    private final Set<String> used = new LinkedHashSet<>();

    synchronized void add(String address) {
        if (!address.isEmpty() && used.add(address) && used.size() > MAX) {
            used.remove(used.iterator().next());
        }
    }

    synchronized Set<String> all() {
        return Set.copyOf(used);
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
