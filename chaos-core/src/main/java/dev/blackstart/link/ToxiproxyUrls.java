package dev.blackstart.link;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
import org.jspecify.annotations.Nullable;

/**
 * URLs with the scheme {@code toxiproxy}: HTTP with time limits and past any configured web proxy. The Toxiproxy client has no time
 * limits of its own, but lets its caller name the scheme. Public only because the JDK looks it up as a service.
 */
public final class ToxiproxyUrls extends URLStreamHandlerProvider {
    static final String SCHEME = "toxiproxy";

    private static final int TIMEOUT_MILLIS = 2_000;

    /** For the JDK. */
    public ToxiproxyUrls() {}

    @Override
    public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
        return protocol.equals(SCHEME) ? new Handler() : null;
    }

    /** The scheme to use: plain HTTP where another class loader keeps the JDK from finding this class. */
    static String scheme() {
        try {
            var unused = new URL(SCHEME, "localhost", 1, "/");
            return SCHEME;
        } catch (MalformedURLException e) {
            return "http";
        }
    }

    private static final class Handler extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            URLConnection connection =
                    new URL("http", url.getHost(), url.getPort(), url.getFile()).openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            return connection;
        }
    }
}
