package dev.blackstart.proxy;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * An address as text, read and written as Go's net package does, since clients see both the text and its errors.
 *
 * @param host name or IP literal; empty means every interface
 * @param port 0 to 65535; 0 lets the system choose
 */
record HostPort(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /**
     * Reads {@code host:port}, {@code [ipv6]:port}, {@code :port} or the empty text.
     *
     * @throws Malformed with Go's words if the text is none of these
     */
    static HostPort parse(String text) throws Malformed {
        if (text.isEmpty()) {
            return new HostPort("", 0);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new Malformed("address " + text + ": missing port in address");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[")) {
            if (!host.endsWith("]")) {
                boolean closed = host.indexOf(']') >= 0 || text.endsWith("]");
                throw new Malformed(
                        "address " + text + (closed ? ": missing port in address" : ": missing ']' in address"));
            }
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            throw new Malformed("address " + text + ": too many colons in address");
        }
        return new HostPort(host, port(text.substring(colon + 1)));
    }

    private static int port(String text) throws Malformed {
        if (text.isEmpty()) {
            return 0;
        }
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Malformed("lookup tcp/" + text + ": unknown port");
        }
        if (text.length() > 9 || Integer.parseInt(text) > MAX_PORT) {
            throw new Malformed("address " + text + ": invalid port");
        }
        return Integer.parseInt(text);
    }

    /** The host as an address if it needs no look-up, else null. */
    @Nullable InetAddress literal() {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null) {
            return null;
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an IP literal has 4 or 16 bytes: " + host, e);
        }
    }

    /** The text for a resolved address; a wildcard is {@code [::]}, because Go binds both families at once. */
    static String text(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip.isAnyLocalAddress()) {
            return "[::]:" + address.getPort();
        }
        return NetUtil.toSocketAddressString(address);
    }

    /** A text that is no address; the message is Go's. */
    static final class Malformed extends Exception {
        Malformed(String message) {
            super(message);
        }
    }
}
