package dev.blackstart.link;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.net.spi.URLStreamHandlerProvider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The URL scheme {@code toxiproxy://}: HTTP with time limits. The Toxiproxy client takes a scheme but no time limits, and would wait
 * for ever for a proxy that does not answer. Public for ServiceLoader only.
 */
public final class BoundedConnections extends URLStreamHandlerProvider {
    static final String SCHEME = "toxiproxy";
    static final Duration CONNECT = Duration.ofMillis(500);
    static final Duration READ = Duration.ofSeconds(1);

    @Override
    public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
        return protocol.equals(SCHEME) ? new Handler() : null;
    }

    private static final class Handler extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            URL http = new URL("http", url.getHost(), url.getPort(), url.getFile());
            // Never through a proxy of the environment: the API is on this machine, or in a container of it.
            URLConnection connection = http.openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) READ.toMillis());
            return connection;
        }

        @Override
        protected int getDefaultPort() {
            return 8474;
        }
    }
}
