package dev.blackstart.link;

import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.net.InetSocketAddress;

/**
 * Where a Toxiproxy API listens, as host and port.
 *
 * @param host a name or an IPv4 address
 */
record Api(String host, int port) {

    /** @throws IllegalArgumentException if it is not {@code host:port} */
    static Api parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException(
                    "a proxy API is written host:port, such as 127.0.0.1:8474: '" + text + "'");
        }
        return new Api(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    static Api of(InetSocketAddress address) {
        return new Api(address.getAddress().getHostAddress(), address.getPort());
    }

    ToxiproxyClient client() {
        return new ToxiproxyClient(ToxiproxyUrls.scheme(), host, port);
    }

    /**
     * The client puts names into paths as they are, so they must need no escaping there.
     *
     * @throws IllegalArgumentException if this one would
     */
    static String checkName(String what, String name) {
        if (!name.matches("[A-Za-z0-9._~-]{1,200}")) {
            throw new IllegalArgumentException(
                    "the name of a " + what + " has letters, digits, and . _ ~ - only: '" + name + "'");
        }
        return name;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
