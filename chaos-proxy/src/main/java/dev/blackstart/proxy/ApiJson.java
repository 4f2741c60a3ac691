package dev.blackstart.proxy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The bodies of the API; the original's with its keys in its order. */
final class ApiJson {

    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private ApiJson() {}

    static String proxy(Proxy proxy) {
        return GoJson.text(json -> write(json, proxy));
    }

    static String proxies(Collection<Proxy> proxies) {
        return GoJson.text(json -> {
            json.writeStartObject();
            for (Proxy proxy : proxies) {
                json.writeName(proxy.name());
                write(json, proxy);
            }
            json.writeEndObject();
        });
    }

    /** What /populate answers; the list is null, not empty, where nothing was done. */
    static String populated(List<Proxy> done, @Nullable ApiError error) {
        return GoJson.text(json -> {
            json.writeStartObject();
            if (error != null) {
                json.writeStringProperty("error", error.text());
                json.writeNumberProperty("status", error.status());
            }
            if (done.isEmpty()) {
                json.writeNullProperty("proxies");
            } else {
                json.writeArrayPropertyStart("proxies");
                done.forEach(proxy -> write(json, proxy));
                json.writeEndArray();
            }
            json.writeEndObject();
        });
    }

    static String toxic(ToxicSpec toxic) {
        return GoJson.text(json -> write(json, toxic));
    }

    static String toxics(List<ToxicSpec> toxics) {
        return GoJson.text(json -> write(json, toxics));
    }

    static String error(ApiError error) {
        return GoJson.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("error", error.text());
            json.writeNumberProperty("status", error.status());
            json.writeEndObject();
        });
    }

    static String connections(Proxy proxy, List<ConnectionView> connections, TrafficLog.ClosedTotals totals) {
        return GoJson.text(json -> {
            json.writeStartObject();
            json.writeStringProperty("proxy", proxy.name());
            json.writeNumberProperty("accepted", proxy.log().accepted());
            json.writeNumberProperty("refused_upstream", proxy.log().refusedUpstream());
            json.writeNumberProperty("cut", proxy.log().cuts());
            Instant changed = proxy.changed();
            json.writeName("changed");
            if (changed == null) {
                json.writeNull();
            } else {
                json.writeString(time(changed));
            }
            json.writeArrayPropertyStart("connections");
            connections.forEach(connection -> write(json, connection));
            json.writeEndArray();
            json.writeObjectPropertyStart("closed_totals");
            json.writeNumberProperty("connections", totals.connections());
            writeTotals(json, "upstream", totals.upstream());
            writeTotals(json, "downstream", totals.downstream());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    static String delays(List<ChunkTiming> timings, ProxyClock clock) {
        return GoJson.text(json -> {
            json.writeStartArray();
            for (ChunkTiming timing : timings) {
                long nanos = timing.nanos();
                json.writeStartObject();
                json.writeStringProperty("source", timing.source());
                json.writeStringProperty("direction", timing.direction().wire());
                json.writeStringProperty("at", time(clock.wall(timing.readAt())));
                json.writeNumberProperty("bytes", timing.bytes());
                json.writeName("micros");
                if (nanos < 0) {
                    json.writeNull();
                } else {
                    json.writeNumber(TimeUnit.NANOSECONDS.toMicros(nanos));
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static String time(Instant instant) {
        return MICROS.format(instant);
    }

    private static void write(JsonGenerator json, Proxy proxy) {
        json.writeStartObject();
        json.writeStringProperty("name", proxy.name());
        json.writeStringProperty("listen", proxy.listen());
        json.writeStringProperty("upstream", proxy.upstream());
        json.writeBooleanProperty("enabled", proxy.isEnabled());
        // An exported logger of the original that its encoder finds; clients ignore it, comparisons do not.
        json.writeObjectPropertyStart("Logger");
        json.writeEndObject();
        json.writeName("toxics");
        write(json, proxy.toxics());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, List<ToxicSpec> toxics) {
        json.writeStartArray();
        toxics.forEach(toxic -> write(json, toxic));
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, ToxicSpec toxic) {
        json.writeStartObject();
        json.writeObjectPropertyStart("attributes");
        toxic.attributes().forEach((name, value) -> {
            if (name.equals(ToxicType.DISTRIBUTION)) {
                json.writeStringProperty(name, JitterDistribution.ofCode(value).wire());
            } else {
                json.writeNumberProperty(name, value);
            }
        });
        json.writeEndObject();
        json.writeStringProperty("name", toxic.name());
        json.writeStringProperty("type", toxic.type().wire());
        json.writeStringProperty("stream", toxic.stream());
        json.writeName("toxicity");
        json.writeRawValue(GoJson.number(toxic.toxicity()));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ConnectionView connection) {
        json.writeStartObject();
        json.writeStringProperty("source", connection.source());
        json.writeStringProperty("opened", time(connection.opened()));
        writeTime(json, "closed", connection.closed());
        Ended ended = connection.ended();
        if (ended == null) {
            json.writeNullProperty("ended");
        } else {
            json.writeStringProperty("ended", ended.wire());
        }
        write(json, "upstream", connection.upstream());
        write(json, "downstream", connection.downstream());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, Traffic traffic) {
        json.writeObjectPropertyStart(name);
        writeCounts(json, traffic);
        json.writeNumberProperty("held_bytes", traffic.heldBytes());
        writeTime(json, "last", traffic.last());
        json.writeEndObject();
    }

    private static void writeTotals(JsonGenerator json, String name, Traffic traffic) {
        json.writeObjectPropertyStart(name);
        writeCounts(json, traffic);
        json.writeEndObject();
    }

    private static void writeCounts(JsonGenerator json, Traffic traffic) {
        json.writeNumberProperty("bytes", traffic.bytes());
        json.writeNumberProperty("chunks", traffic.chunks());
        json.writeNumberProperty("delivered_bytes", traffic.deliveredBytes());
        json.writeNumberProperty("delivered_chunks", traffic.deliveredChunks());
    }

    private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) {
        if (time == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, time(time));
        }
    }
}
