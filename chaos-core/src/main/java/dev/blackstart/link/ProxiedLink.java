package dev.blackstart.link;

import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.LinkTraffic;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A link whose proxy is in this JVM. What it carried is read over the proxy's API, as anybody could. */
record ProxiedLink(LinkRef ref, Incarnation.LinkProxy incarnation, InetSocketAddress listener) implements Link {

    @Override
    public LinkTraffic traffic() {
        Map<?, ?> answer = map(get("connections"));
        List<LinkTraffic.Connection> connections = new ArrayList<>();
        for (Object each : list(answer.get("connections"))) {
            Map<?, ?> connection = map(each);
            Map<?, ?> request = map(connection.get("upstream"));
            Map<?, ?> response = map(connection.get("downstream"));
            connections.add(new LinkTraffic.Connection(
                    String.valueOf(connection.get("source")),
                    connection.get("closed") == null,
                    number(request.get("bytes")),
                    number(request.get("chunks")),
                    number(response.get("bytes")),
                    number(response.get("chunks")),
                    broken(connection, request, response)));
        }
        Object changed = answer.get("changed");
        return new LinkTraffic(
                number(answer.get("accepted")),
                number(answer.get("cut")),
                changed == null ? null : Instant.parse(String.valueOf(changed)),
                connections);
    }

    private static LinkTraffic.@Nullable Broken broken(Map<?, ?> connection, Map<?, ?> request, Map<?, ?> response) {
        if (connection.get("closed") == null || !"proxy".equals(connection.get("ended"))) {
            return null;
        }
        Instant opened = time(connection.get("opened"), Instant.EPOCH);
        return new LinkTraffic.Broken(
                time(connection.get("closed"), opened),
                time(request.get("last"), opened),
                time(response.get("last"), opened),
                number(request.get("delivered_bytes")),
                number(response.get("delivered_bytes")));
    }

    private static Instant time(@Nullable Object plain, Instant absent) {
        return plain == null ? absent : Instant.parse(String.valueOf(plain));
    }

    @Override
    public List<ChunkDelay> delays(Instant since) {
        List<ChunkDelay> delays = new ArrayList<>();
        for (Object each : list(get("delays?since=" + since))) {
            Map<?, ?> delay = map(each);
            Object micros = delay.get("micros");
            delays.add(new ChunkDelay(
                    String.valueOf(delay.get("source")),
                    "downstream".equals(delay.get("direction")),
                    Instant.parse(String.valueOf(delay.get("at"))),
                    micros == null ? -1 : number(micros),
                    (int) number(delay.get("bytes"))));
        }
        return delays;
    }

    private @Nullable Object get(String what) {
        try {
            return new ProxyApi(incarnation.api()).get("/proxies/" + incarnation.proxy() + "/" + what);
        } catch (IOException e) {
            throw new LinkUnreachable(
                    "link " + ref + ": its proxy does not tell what it carried: " + e.getMessage(), e);
        }
    }

    private static Map<?, ?> map(@Nullable Object plain) {
        return plain instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object plain) {
        return plain instanceof List<?> list ? list : List.of();
    }

    private static long number(@Nullable Object plain) {
        return plain instanceof Number number ? number.longValue() : 0;
    }
}
