package dev.blackstart.proxy;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which request goes where: paths first, then methods, then the ban on browsers, as in the original. */
final class ApiRoutes {

    private static final String BROWSER = "Mozilla/";

    private final ProxyApi api;

    ApiRoutes(ProxyApi api) {
        this.api = api;
    }

    /** A request as far as routing looks at it; {@code uri} is path and query as sent. */
    record Request(String method, String uri, String userAgent, String body) {}

    private interface Action {
        ApiResponse run() throws ApiError;
    }

    /** Answers a request. Blocks for as long as what it asks for takes: a second, or ten for a host name. */
    ApiResponse answer(Request request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        List<String> path = List.of(uri.path().split("/", -1));
        Map<String, Action> methods = methods(path, uri, request.body());
        if (methods == null) {
            return ApiResponse.notFound();
        }
        Action action = methods.get(request.method());
        if (action == null) {
            return ApiResponse.wrongMethod();
        }
        if (request.userAgent().startsWith(BROWSER)) {
            return ApiResponse.text(403, "User agent not allowed\n");
        }
        try {
            return action.run();
        } catch (ApiError e) {
            return ApiResponse.error(e);
        }
    }

    /** What each method does at this path, or null if the path is unknown. */
    private @Nullable Map<String, Action> methods(List<String> path, QueryStringDecoder uri, String body) {
        if (path.size() < 2 || !path.get(0).isEmpty() || path.stream().skip(1).anyMatch(String::isEmpty)) {
            return null;
        }
        String root = path.get(1);
        return switch (path.size()) {
            case 2 -> top(root, body);
            case 3 -> root.equals("proxies") ? proxy(path.get(2), body) : null;
            case 4 -> root.equals("proxies") ? ofProxy(path.get(2), path.get(3), uri, body) : null;
            case 5 ->
                root.equals("proxies") && path.get(3).equals("toxics") ? toxic(path.get(2), path.get(4), body) : null;
            default -> null;
        };
    }

    private @Nullable Map<String, Action> top(String name, String body) {
        return switch (name) {
            case "proxies" -> Map.of("GET", api::list, "POST", () -> api.create(body));
            case "populate" -> Map.of("POST", () -> api.populate(body));
            case "reset" -> Map.of("POST", api::reset);
            case "version" -> Map.of("GET", ProxyApi::version);
            default -> null;
        };
    }

    private Map<String, Action> proxy(String name, String body) {
        Action update = () -> api.update(name, body);
        return Map.of("GET", () -> api.show(name), "POST", update, "PATCH", update, "DELETE", () -> api.delete(name));
    }

    private @Nullable Map<String, Action> ofProxy(String name, String what, QueryStringDecoder uri, String body) {
        return switch (what) {
            case "toxics" -> Map.of("GET", () -> api.listToxics(name), "POST", () -> api.createToxic(name, body));
            case "connections" -> Map.of("GET", () -> api.connections(name));
            case "delays" -> Map.of("GET", () -> api.delays(name, first(uri, "since")));
            default -> null;
        };
    }

    private Map<String, Action> toxic(String name, String toxic, String body) {
        Action update = () -> api.updateToxic(name, toxic, body);
        return Map.of(
                "GET",
                () -> api.showToxic(name, toxic),
                "POST",
                update,
                "PATCH",
                update,
                "DELETE",
                () -> api.deleteToxic(name, toxic));
    }

    private static @Nullable String first(QueryStringDecoder uri, String parameter) {
        List<String> values = uri.parameters().get(parameter);
        return values == null ? null : values.get(0);
    }
}
