package dev.blackstart.load;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Json;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Extension;
import dev.blackstart.time.RunClock;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The workload's request over HTTP/1.1. A status of 400 or more has failed, 429 and 503 are shed. Redirects are not followed. */
final class HttpCaller implements Caller {
    private static final int THREADS = 2;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final List<HttpRequest> requests;
    private final Duration timeout;
    private final AnswerRules rules;
    private final RunClock clock;
    private final ExecutorService executor;
    private final HttpClient client;

    HttpCaller(
            Extension.Call.Http call,
            List<InetSocketAddress> targets,
            Duration timeout,
            AnswerRules rules,
            RunClock clock) {
        this.requests = requests(call, targets);
        this.timeout = timeout;
        this.rules = rules;
        this.clock = clock;
        AtomicInteger number = new AtomicInteger();
        // Its queue is bounded by the requests under way.
        this.executor = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "blackstart-load-http-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(timeout)
                .executor(executor)
                .build();
    }

    @Override
    public void send(long turn, Consumer<Reply> over) {
        HttpRequest request = requests.get((int) (turn % requests.size()));
        BodyHandler<byte @Nullable []> handler =
                rules.lookInside() ? BodyHandlers.ofByteArray() : BodyHandlers.replacing(null);
        CompletableFuture<HttpResponse<byte @Nullable []>> exchange = client.sendAsync(request, handler);
        // The client's own timeout ends with the headers; this one covers the body too.
        var unused = exchange.copy()
                .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
                .handle((response, error) -> {
                    long completed = clock.nanos();
                    exchange.cancel(true);
                    over.accept(response == null ? failure(error, completed) : reply(response, completed));
                    return null;
                });
    }

    /** The client has no back-off: every request that finds no connection opens one. */
    @Override
    public void reconnect() {}

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private Reply failure(@Nullable Throwable error, long completed) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return new Reply(Outcome.FAILED, completed, true, "no answer within " + timeout.toMillis() + " ms");
        }
        String kind = cause == null ? "no answer" : cause.getClass().getSimpleName();
        String message = cause == null ? null : cause.getMessage();
        return new Reply(Outcome.FAILED, completed, false, message == null ? kind : kind + ": " + message);
    }

    private Reply reply(HttpResponse<byte @Nullable []> response, long completed) {
        int status = response.statusCode();
        if (status == TOO_MANY_REQUESTS || status == SERVICE_UNAVAILABLE) {
            return new Reply(Outcome.SHED, completed, false, "status " + status);
        }
        if (status >= 400) {
            return new Reply(Outcome.FAILED, completed, false, "status " + status);
        }
        Outcome outcome = rules.lookInside() ? rules.judge(view(response)) : Outcome.FULL;
        return new Reply(outcome, completed, false, "status " + status);
    }

    private static AnswerView view(HttpResponse<byte @Nullable []> response) {
        byte[] bytes = response.body();
        Object body = bodyOf(bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8));
        Map<String, @Nullable Object> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        whole.put("status", (long) response.statusCode());
        whole.put("headers", headers);
        whole.put("body", body);
        return new AnswerView(body, whole);
    }

    private static @Nullable Object bodyOf(String text) {
        try {
            return Json.parse(text);
        } catch (DocumentInvalid notJson) {
            return text;
        }
    }

    private static List<HttpRequest> requests(Extension.Call.Http call, List<InetSocketAddress> targets) {
        List<Problem> problems = new ArrayList<>();
        List<HttpRequest> requests = new ArrayList<>();
        for (InetSocketAddress target : targets) {
            request(call, target, problems).ifPresent(requests::add);
            if (!problems.isEmpty()) {
                throw new WorkloadInvalid(problems);
            }
        }
        return requests;
    }

    private static Optional<HttpRequest> request(
            Extension.Call.Http call, InetSocketAddress target, List<Problem> problems) {
        String url = "http://" + target.getHostString() + ":" + target.getPort() + call.path();
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(url));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(call.at().member("path"), "'" + call.path() + "' is no path: " + e.getMessage()));
            return Optional.empty();
        }
        call.headers().forEach((name, value) -> {
            try {
                request.setHeader(name, value);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(
                        call.at().member("headers").member(name), "cannot be sent by the load: " + e.getMessage()));
            }
        });
        Object body = call.body();
        boolean json = body instanceof Map || body instanceof List;
        if (json && call.headers().keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
            request.setHeader("Content-Type", "application/json");
        }
        String text = body == null ? null : json ? Json.compact(body) : String.valueOf(body);
        try {
            request.method(call.method(), text == null ? BodyPublishers.noBody() : BodyPublishers.ofString(text));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(call.at().member("method"), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
        return Optional.of(request.build());
    }
}
