package dev.blackstart.link;

import com.google.gson.JsonParseException;
import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Json;
import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The HTTP API of a fault proxy, ours or the original. Each call blocks for at most 1.5 s, or 5.5 s where it is patient. */
final class ProxyApi {
    private static final int MAX_BYTES = 8 << 20;

    private final String host;
    private final int port;
    private final String scheme;

    /** @param api {@code host:port} */
    ProxyApi(String api) {
        this(api, BoundedConnections.SCHEME);
    }

    private ProxyApi(String api, String scheme) {
        int colon = api.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("the API of a proxy must be host:port: '" + api + "'");
        }
        this.host = api.substring(0, colon);
        this.port = Integer.parseInt(api.substring(colon + 1));
        this.scheme = scheme;
    }

    /** The same with more time for each call: for making proxies and toxics. */
    ProxyApi patient() {
        return new ProxyApi(toString(), BoundedConnections.PATIENT_SCHEME);
    }

    ToxiproxyClient client() {
        return new ToxiproxyClient(scheme, host, port);
    }

    /**
     * The proxy of that name; empty when the API is there and knows none, or when nothing listens there any more.
     *
     * @throws IOException when it cannot be told
     */
    Optional<Proxy> proxy(String name) throws IOException {
        try {
            if (status("/proxies/" + name) == HttpURLConnection.HTTP_NOT_FOUND) {
                return Optional.empty();
            }
            return Optional.of(client().getProxy(name));
        } catch (ConnectException nobodyListens) {
            return Optional.empty();
        } catch (JsonParseException e) {
            throw new IOException("http://" + this + " does not answer as a fault proxy does", e);
        }
    }

    /** What a GET answers, as plain values. */
    @Nullable Object get(String path) throws IOException {
        return answer(path, open(path));
    }

    private @Nullable Object answer(String path, URLConnection connection) throws IOException {
        try (InputStream body = connection.getInputStream()) {
            return Json.parse(new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (DocumentInvalid e) {
            throw new IOException("http://" + this + path + " does not answer in JSON", e);
        }
    }

    /** What a POST of such a body answers, as plain values: for what the client has no call for. */
    @Nullable Object post(String path, String json) throws IOException {
        URLConnection connection = open(path);
        connection.setDoOutput(true);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(json.getBytes(StandardCharsets.UTF_8));
        }
        return answer(path, connection);
    }

    int status(String path) throws IOException {
        return ((HttpURLConnection) open(path)).getResponseCode();
    }

    private URLConnection open(String path) throws IOException {
        return new URL(scheme, host, port, path).openConnection();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
