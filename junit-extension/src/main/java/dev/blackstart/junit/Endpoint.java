package dev.blackstart.junit;

import java.net.InetSocketAddress;
import org.apiguardian.api.API;

/**
 * Where a client connects to. As text it is {@code host:port}, ready for the middle of a URL.
 *
 * @param port 1 to 65535
 */
@API(status = API.Status.EXPERIMENTAL, since = "0.1")
public record Endpoint(String host, int port) {
    static Endpoint of(InetSocketAddress address) {
        return new Endpoint(address.getHostString(), address.getPort());
    }

    /** For clients that take one. */
    public InetSocketAddress socketAddress() {
        return new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
