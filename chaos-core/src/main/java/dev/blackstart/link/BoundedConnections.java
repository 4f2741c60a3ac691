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
 * The URL schemes {@code toxiproxy://} and {@code toxiproxy-patient://}: HTTP with time limits. The Toxiproxy client takes a scheme but no time limits, and would wait
 * for ever for a proxy that does not answer. Public for ServiceLoader only.
 */
public final class BoundedConnections extends URLStreamHandlerProvider {
    static final String SCHEME = "toxiproxy";

    /** For what a run cannot do without: a busy machine may take longer to make a proxy or a toxic than to say what there is. */
    static final String PATIENT_SCHEME = "toxiproxy-patient";

    static final Duration CONNECT = Duration.ofMillis(500);
    static final Duration READ = Duration.ofSeconds(1);
    static final Duration PATIENT_READ = Duration.ofSeconds(5);

    @Override
    public @Nullable URLStreamHandler createURLStreamHandler(String protocol) {
        return switch (protocol) {
            case SCHEME -> new Handler(READ);
            case PATIENT_SCHEME -> new Handler(PATIENT_READ);
            default -> null;
        };
    }

    private static final class Handler extends URLStreamHandler {
        private final Duration read;

        private Handler(Duration read) {
            this.read = read;
        }

        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            URL http = new URL("http", url.getHost(), url.getPort(), url.getFile());
            // Never through a proxy of the environment: the API is on this machine, or in a container of it.
            URLConnection connection = http.openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout((int) CONNECT.toMillis());
            connection.setReadTimeout((int) read.toMillis());
            return connection;
        }

        @Override
        protected int getDefaultPort() {
            return 8474;
        }
    }
}
