package dev.blackstart.proxy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each request of Toxiproxy's API does, and our two beyond it.
 *
 * <p>One thread. The order in which a request is checked is the original's, because clients see which error comes first.
 */
final class ProxyApi {

    private static final int MAX_TOXICS = 256;
    private static final String PROXY_TYPE = "Proxy";

    private final ProxyRegistry registry;
    private final ProxyClock clock;
    private long lastToxicId;

    ProxyApi(ProxyRegistry registry, ProxyClock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    ApiResponse list() {
        return ApiResponse.json(200, ApiJson.proxies(registry.all()));
    }

    ApiResponse create(String body) throws ApiError {
        Fields fields = Fields.of(Json.firstOf(body), PROXY_TYPE);
        String name = orEmpty(fields.text("name"));
        String listen = orEmpty(fields.text("listen"));
        String upstream = orEmpty(fields.text("upstream"));
        Boolean enabled = fields.flag("enabled");
        if (name.isEmpty()) {
            throw ApiError.missingField("name");
        }
        if (upstream.isEmpty()) {
            throw ApiError.missingField("upstream");
        }
        Proxy proxy = registry.create(name, listen, upstream, enabled == null || enabled);
        return ApiResponse.json(201, ApiJson.proxy(proxy));
    }

    /** Checks the whole array first, then does one after the other; what was done before a failure stays done. */
    ApiResponse populate(String body) {
        List<Proxy> done = new ArrayList<>();
        try {
            for (Wanted wanted : wanted(Json.firstOf(body))) {
                done.add(registry.createOrReplace(wanted.name, wanted.listen, wanted.upstream, wanted.enabled));
            }
        } catch (ApiError e) {
            return ApiResponse.json(e.status(), ApiJson.populated(done, e));
        }
        return ApiResponse.json(201, ApiJson.populated(done, null));
    }

    private record Wanted(String name, String listen, String upstream, boolean enabled) {}

    private static List<Wanted> wanted(Json body) throws ApiError {
        List<Wanted> all = new ArrayList<>();
        if (body instanceof Json.Null) {
            return all;
        }
        if (!(body instanceof Json.Arr array)) {
            throw ApiError.badBody("json: cannot unmarshal " + body.goKind() + " into Go value of type []Proxy");
        }
        for (Json item : array.items()) {
            Fields fields = Fields.of(item, PROXY_TYPE);
            Boolean enabled = fields.flag("enabled");
            all.add(new Wanted(
                    orEmpty(fields.text("name")),
                    orEmpty(fields.text("listen")),
                    orEmpty(fields.text("upstream")),
                    enabled == null || enabled));
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name.isEmpty()) {
                throw ApiError.missingField("name at proxy " + (i + 1));
            }
            if (all.get(i).upstream.isEmpty()) {
                throw ApiError.missingField("upstream at proxy " + (i + 1));
            }
        }
        return all;
    }

    ApiResponse show(String name) throws ApiError {
        return ApiResponse.json(200, ApiJson.proxy(registry.get(name)));
    }

    ApiResponse update(String name, String body) throws ApiError {
        Proxy proxy = registry.get(name);
        Fields fields = Fields.of(Json.firstOf(body), PROXY_TYPE);
        fields.text("name"); // not used, but its type is checked
        registry.update(proxy, fields.text("listen"), fields.text("upstream"), fields.flag("enabled"));
        return ApiResponse.json(200, ApiJson.proxy(proxy));
    }

    ApiResponse delete(String name) throws ApiError {
        registry.delete(name);
        return ApiResponse.noContent();
    }

    ApiResponse reset() throws ApiError {
        registry.reset();
        return ApiResponse.noContent();
    }

    ApiResponse listToxics(String name) throws ApiError {
        return ApiResponse.json(200, ApiJson.toxics(registry.get(name).toxics()));
    }

    ApiResponse createToxic(String name, String body) throws ApiError {
        Proxy proxy = registry.get(name);
        Fields fields = Fields.of(Json.firstOf(body), "ToxicWrapper");
        String stream = orElse(fields.text("stream"), Direction.DOWNSTREAM.wire());
        String typeName = orEmpty(fields.text("type"));
        String toxicName = orEmpty(fields.text("name"));
        Float toxicity = fields.real("toxicity");
        fields.nested("attributes", "NoopToxic");

        Direction direction = direction(stream);
        ToxicType type = ToxicType.of(typeName);
        if (type == null) {
            throw ApiError.invalidType();
        }
        String unique = toxicName.isEmpty() ? typeName + "_" + stream : toxicName;
        if (proxy.toxic(unique) != null) {
            throw ApiError.toxicExists();
        }
        if (proxy.toxics().size() >= MAX_TOXICS) {
            throw ApiError.invalid("proxy " + name + " has " + MAX_TOXICS + " toxics already; remove one first");
        }
        Map<String, Long> attributes = attributes(type, Map.of(), fields);
        ToxicSpec toxic = new ToxicSpec(
                ++lastToxicId, unique, type, direction, stream, toxicity == null ? 1 : toxicity, attributes);
        proxy.put(toxic);
        return ApiResponse.json(200, ApiJson.toxic(toxic));
    }

    private static Direction direction(String stream) throws ApiError {
        for (Direction direction : Direction.values()) {
            if (direction.wire().equals(stream.toLowerCase(Locale.ROOT))) {
                return direction;
            }
        }
        throw ApiError.invalidStream();
    }

    private static Map<String, Long> attributes(ToxicType type, Map<String, Long> present, Fields body)
            throws ApiError {
        Fields given = body.nested("attributes", type.goType());
        Map<String, Long> merged = new HashMap<>(present);
        for (String attribute : type.attributeNames()) {
            Long value = given.integer(attribute);
            if (value != null) {
                merged.put(attribute, value);
            }
        }
        if (type == ToxicType.LATENCY) {
            distribution(given, merged);
        }
        String problem = type.problem(merged);
        if (problem != null) {
            throw ApiError.invalid(problem);
        }
        return merged;
    }

    /** Beyond the original, which ignores it. */
    private static void distribution(Fields given, Map<String, Long> merged) throws ApiError {
        String name = given.text(ToxicType.DISTRIBUTION);
        JitterDistribution distribution = name == null ? null : JitterDistribution.of(name);
        if (distribution != null) {
            merged.put(ToxicType.DISTRIBUTION, distribution.code());
        } else if (name != null) {
            throw ApiError.invalid(
                    "invalid attribute: distribution of a latency toxic must be uniform, normal or pareto: " + name);
        }
    }

    ApiResponse showToxic(String name, String toxicName) throws ApiError {
        return ApiResponse.json(200, ApiJson.toxic(toxic(registry.get(name), toxicName)));
    }

    ApiResponse updateToxic(String name, String toxicName, String body) throws ApiError {
        Proxy proxy = registry.get(name);
        ToxicSpec present = toxic(proxy, toxicName);
        Fields fields = Fields.of(Json.firstOf(body), "ToxicUpdate");
        Float toxicity = fields.real("toxicity");
        ToxicSpec changed = present.with(
                toxicity == null ? present.toxicity() : toxicity,
                attributes(present.type(), present.attributes(), fields));
        proxy.put(changed);
        return ApiResponse.json(200, ApiJson.toxic(changed));
    }

    ApiResponse deleteToxic(String name, String toxicName) throws ApiError {
        Proxy proxy = registry.get(name);
        proxy.remove(toxic(proxy, toxicName));
        return ApiResponse.noContent();
    }

    private static ToxicSpec toxic(Proxy proxy, String toxicName) throws ApiError {
        ToxicSpec toxic = proxy.toxic(toxicName);
        if (toxic == null) {
            throw ApiError.toxicNotFound();
        }
        return toxic;
    }

    /** Beyond the original: the live counters of a proxy. */
    ApiResponse connections(String name) throws ApiError {
        Proxy proxy = registry.get(name);
        // The open ones first: one that closes in between then shows up as closed instead of getting lost.
        List<ConnectionView> open = proxy.connections();
        TrafficLog.Closed closed = proxy.log().closed();
        Map<Long, ConnectionView> all = new HashMap<>();
        open.forEach(connection -> all.put(connection.number(), connection));
        closed.listed().forEach(connection -> all.put(connection.number(), connection));
        List<ConnectionView> sorted = all.values().stream()
                .sorted(Comparator.comparingLong(ConnectionView::number))
                .toList();
        return ApiResponse.json(200, ApiJson.connections(proxy, sorted, closed.totals()));
    }

    /** Beyond the original: how long the last chunks took, read at or after {@code since}. */
    ApiResponse delays(String name, @Nullable String since) throws ApiError {
        Proxy proxy = registry.get(name);
        Instant from = since(since);
        List<ChunkTiming> timings = proxy.log().timings().stream()
                .filter(timing -> !clock.wall(timing.readAt()).isBefore(from))
                .toList();
        return ApiResponse.json(200, ApiJson.delays(timings, clock));
    }

    private static Instant since(@Nullable String text) throws ApiError {
        if (text == null) {
            return Instant.EPOCH;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw ApiError.invalid("since must be a time such as 2026-01-31T12:00:00.000000Z: " + text);
        }
    }

    static ApiResponse version() {
        return new ApiResponse(200, "application/json;charset=utf-8", "{\"version\": \"2.12.0\"}\n", true);
    }

    private static String orEmpty(@Nullable String text) {
        return orElse(text, "");
    }

    private static String orElse(@Nullable String text, String other) {
        return text == null ? other : text;
    }
}
