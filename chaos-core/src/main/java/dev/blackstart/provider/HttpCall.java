package dev.blackstart.provider;

import dev.blackstart.document.Json;
import dev.blackstart.experiment.Provider;
import dev.blackstart.experiment.Substitution;
import dev.blackstart.time.Cancellation;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Carries out an HTTP activity by Chaos Toolkit's rules. Every answer is a success, whatever its status; only a connection that fails
 * and a timeout make the activity fail, and what cannot be sent or read at all is an unexpected error.
 */
final class HttpCall {
    private static final Duration UNLIMITED = Duration.ofDays(365);

    private final Provider.Http provider;
    private final Substitution substitution;
    private final HttpClients clients;

    HttpCall(Provider.Http provider, Substitution substitution, HttpClients clients) {
        this.provider = provider;
        this.substitution = substitution;
        this.clients = clients;
    }

    /**
     * Sends it; blocks until the whole answer is there. Retries a failed connection as often as the file says.
     *
     * @return {@code status}, {@code headers} and {@code body}
     * @throws ActivityFailed when the connection failed, or it took too long
     * @throws RuntimeException of another kind when the request is no request, or a JSON answer no JSON
     * @throws dev.blackstart.time.Cancelled when the run was interrupted
     */
    Map<String, @Nullable Object> run(Cancellation cancellation) {
        Timeouts timeouts = timeouts();
        HttpRequest request = request(timeouts);
        HttpClient client = clients.client(provider.verifyTls(), timeouts.connect);
        for (int attempt = 0; ; attempt++) {
            try {
                return answer(exchange(client, request, timeouts, cancellation));
            } catch (ActivityFailed e) {
                if (isNoContentWithALength(e)) {
                    return noContent();
                }
                if (attempt >= provider.maxRetries() || !(e.getCause() instanceof ConnectException)) {
                    throw e;
                }
            }
        }
    }

    /** The client refuses a 204 that has a Content-Length, which servers do send; it says so, and thereby what the answer was. */
    private static boolean isNoContentWithALength(ActivityFailed failed) {
        Throwable cause = failed.getCause();
        return cause instanceof IOException
                && String.valueOf(cause.getMessage()).contains("with 204 response");
    }

    /** Its headers are lost. */
    private static Map<String, @Nullable Object> noContent() {
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("status", (long) HttpURLConnection.HTTP_NO_CONTENT);
        output.put("headers", Map.of());
        output.put("body", "");
        return output;
    }

    private HttpResponse<byte[]> exchange(
            HttpClient client, HttpRequest request, Timeouts timeouts, Cancellation cancellation) {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return cancellation.await(sent, timeouts.whole());
        } catch (TimeoutException e) {
            throw tooLong(e);
        } catch (ExecutionException e) {
            throw failure(request.uri(), e.getCause() == null ? e : e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private static RuntimeException failure(URI uri, Throwable cause) {
        if (cause instanceof HttpTimeoutException && !(cause instanceof HttpConnectTimeoutException)) {
            return tooLong(cause);
        }
        if (cause instanceof IOException) {
            String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            return new ActivityFailed("failed to connect to " + uri + ": " + why, cause);
        }
        return new IllegalStateException("the request to " + uri + " could not be sent: " + cause, cause);
    }

    private static ActivityFailed tooLong(Throwable cause) {
        return new ActivityFailed("activity took too long to complete", cause);
    }

    private HttpRequest request(Timeouts timeouts) {
        String method = provider.method().toUpperCase(Locale.ROOT);
        HttpPayload payload = HttpPayload.of(
                method,
                headers(),
                substitution.isEmpty() ? provider.arguments() : substitution.apply(provider.arguments()));
        URI declared = HttpPayload.uri(String.valueOf(substitution.apply(provider.url())), payload.query());
        HttpRequest.Builder builder = HttpRequest.newBuilder(HttpPayload.withoutUser(declared))
                .method(method, payload.publisher())
                .setHeader("Accept", "*/*");
        if (declared.getRawUserInfo() != null) {
            builder.setHeader("Authorization", HttpPayload.basic(declared.getUserInfo()));
        }
        payload.headers().forEach(builder::setHeader);
        if (timeouts.read != null) {
            builder.timeout(timeouts.read);
        }
        return builder.build();
    }

    private Map<String, String> headers() {
        Object declared = substitution.apply(provider.headers());
        Map<String, String> headers = new LinkedHashMap<>();
        if (declared instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                if (!(value instanceof String text)) {
                    throw new IllegalStateException("header " + name + " must be a text: " + value);
                }
                headers.put(String.valueOf(name), text);
            });
        }
        return headers;
    }

    private Timeouts timeouts() {
        Object declared = substitution.apply(provider.timeout());
        if (declared == null) {
            return new Timeouts(null, null);
        }
        if (declared instanceof Number seconds) {
            return new Timeouts(positive(seconds), positive(seconds));
        }
        if (declared instanceof List<?> pair
                && pair.size() == 2
                && pair.get(0) instanceof Number connect
                && pair.get(1) instanceof Number read) {
            return new Timeouts(positive(connect), positive(read));
        }
        throw new IllegalStateException("provider.timeout must be a number of seconds, or a list of two: " + declared);
    }

    private static Duration positive(Number seconds) {
        Duration duration = Seconds.of(seconds);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalStateException("provider.timeout must be above 0: " + seconds);
        }
        return duration;
    }

    private static Map<String, @Nullable Object> answer(HttpResponse<byte[]> response) {
        Map<String, @Nullable Object> headers = new TreeMap<>();
        response.headers().map().forEach((name, values) -> headers.put(usualCase(name), String.join(", ", values)));
        String text = HttpPayload.decode(response);
        boolean json = response.headers()
                .firstValue("content-type")
                .filter("application/json"::equals)
                .isPresent();
        boolean empty =
                response.body().length == 0 && response.request().method().equals("HEAD");
        Map<String, @Nullable Object> output = new LinkedHashMap<>();
        output.put("status", (long) response.statusCode());
        output.put("headers", headers);
        output.put("body", json && !empty ? Json.parse(text) : text);
        return output;
    }

    /** java.net.http hands names over in lower case; files that were written for the original ask for {@code Content-Type}. */
    private static String usualCase(String name) {
        StringBuilder cased = new StringBuilder(name);
        for (int i = 0; i < cased.length(); i++) {
            if (i == 0 || cased.charAt(i - 1) == '-') {
                cased.setCharAt(i, Character.toUpperCase(cased.charAt(i)));
            }
        }
        return cased.toString();
    }

    /** Null: none. */
    private record Timeouts(
            @Nullable Duration connect, @Nullable Duration read) {
        Duration whole() {
            return read == null ? UNLIMITED : connect == null ? read : read.plus(connect);
        }
    }
}
