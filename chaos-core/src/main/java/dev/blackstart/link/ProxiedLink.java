package dev.blackstart.link;

import dev.blackstart.document.Json;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.LinkTraffic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A link whose counters are read from chaos-proxy's own routes, which the Toxiproxy client does not have. */
final class ProxiedLink implements Link {
    private static final int TIMEOUT_MILLIS = 1_000;
    private static final int MAX_BYTES = 8 << 20;
    private static final int MAX_DELAYS = 1_024;
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final LinkRef ref;
    private final Incarnation.LinkProxy incarnation;
    private final InetSocketAddress listener;
    private final Api api;

    ProxiedLink(LinkRef ref, Incarnation.LinkProxy incarnation, InetSocketAddress listener, Api api) {
        this.ref = ref;
        this.incarnation = incarnation;
        this.listener = listener;
        this.api = api;
    }

    @Override
    public LinkRef ref() {
        return ref;
    }

    @Override
    public Incarnation.LinkProxy incarnation() {
        return incarnation;
    }

    @Override
    public InetSocketAddress listener() {
        return listener;
    }

    @Override
    public LinkTraffic traffic() {
        Map<?, ?> body = map(get("connections"));
        List<LinkTraffic.Connection> connections = new ArrayList<>();
        for (Object each : list(body.get("connections"))) {
            Map<?, ?> connection = map(each);
            Map<?, ?> request = map(connection.get("upstream"));
            Map<?, ?> response = map(connection.get("downstream"));
            connections.add(new LinkTraffic.Connection(
                    String.valueOf(connection.get("source")),
                    connection.get("closed") == null,
                    number(request.get("bytes")),
                    number(request.get("chunks")),
                    number(response.get("bytes")),
                    number(response.get("chunks"))));
        }
        return new LinkTraffic(number(body.get("accepted")), number(body.get("cut")), connections);
    }

    @Override
    public List<ChunkDelay> delays(Instant since) {
        List<?> all = list(get("delays?since=" + MICROS.format(since)));
        List<ChunkDelay> delays = new ArrayList<>();
        for (Object each : all.subList(Math.max(0, all.size() - MAX_DELAYS), all.size())) {
            Map<?, ?> delay = map(each);
            Object micros = delay.get("micros");
            delays.add(new ChunkDelay(
                    String.valueOf(delay.get("source")),
                    "downstream".equals(delay.get("direction")),
                    Instant.parse(String.valueOf(delay.get("at"))),
                    micros == null ? -1 : number(micros)));
        }
        return delays;
    }

    private @Nullable Object get(String what) {
        String path = "/proxies/" + incarnation.proxy() + "/" + what;
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) new URL("http", api.host(), api.port(), path).openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException(
                        "status " + connection.getResponseCode() + "; only chaos-proxy counts live traffic");
            }
            try (InputStream body = connection.getInputStream()) {
                return Json.parse(new String(body.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "link " + ref + ": cannot read http://" + api + path + ": " + e.getMessage(), e);
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static long number(@Nullable Object value) {
        return value instanceof Number number ? number.longValue() : 0;
    }

    @Override
    public String toString() {
        return ref.toString();
    }
}
