package dev.blackstart.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.blackstart.document.Location;
import dev.blackstart.experiment.Extension;
import dev.blackstart.journal.Event.LatencySecond;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP workloads against a real server. */
class HttpLoadIT {
    private static final Location AT = new Location("experiment.json", 12, 3, "extensions[0].workload.call");

    private final RunClock clock = new RunClock();
    private final RecordedEvents events = new RecordedEvents();
    private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
    private final ExecutorService threads = Executors.newFixedThreadPool(120);
    private HttpServer server;
    private volatile String lastRequest = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        gate.complete(null);
        server.stop(0);
        threads.shutdownNow();
    }

    /** Answers /status/body with that status and body, once the gate is open. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            lastRequest = exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + exchange.getRequestHeaders().getFirst("X-Team") + " " + sent;
            gate.join();
            String[] path = exchange.getRequestURI().getPath().split("/", 3);
            byte[] body = path[2].getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(Integer.parseInt(path[1]), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Extension.Call.Http call(String method, String path, @Nullable Object body) {
        return new Extension.Call.Http(AT, "api", 8080, method, path, Map.of("X-Team", "blue"), body);
    }

    private Reply ask(Extension.Call.Http call, Duration timeout, AnswerRules rules) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        try (HttpCaller caller = new HttpCaller(call, List.of(server.getAddress()), timeout, rules, clock)) {
            caller.send(0, reply::complete);
            return reply.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/200/{\"degraded\":false}, FULL",
        "/200/{\"degraded\":true}, DEGRADED",
        "/200/not json, FULL",
        "/204/, FULL",
        "/302/, FULL",
        "/202/{}, SHED",
        "/404/, FAILED",
        "/429/, SHED",
        "/500/{\"degraded\":true}, FAILED",
        "/503/, SHED",
    })
    void anAnswer_isToldApartByStatusAndBody(String path, Outcome outcome) {
        // Given
        AnswerRules rules = new AnswerRules(
                view -> view.body() instanceof Map<?, ?> body && Boolean.TRUE.equals(body.get("degraded")),
                view -> view.whole() instanceof Map<?, ?> whole
                        && Long.valueOf(202).equals(whole.get("status")));

        // When
        Reply reply = ask(
                call(
                        "GET",
                        path.replace("\"", "%22")
                                .replace("{", "%7B")
                                .replace("}", "%7D")
                                .replace(" ", "%20"),
                        null),
                Duration.ofSeconds(5),
                rules);

        // Then
        assertThat(reply.outcome()).isEqualTo(outcome);
    }

    @Test
    void aMappingAsBody_isSentAsJson_withTheHeaders() {
        // When
        ask(call("POST", "/200/x", Map.of("size", 3L)), Duration.ofSeconds(5), AnswerRules.NONE);

        // Then
        assertThat(lastRequest).isEqualTo("POST application/json blue {\"size\":3}");
    }

    @Test
    void aServerThatHoldsItsAnswer_isGivenUpAtTheTimeout() {
        // Given
        gate = new CompletableFuture<>();

        // When
        long sent = clock.nanos();
        Reply reply = ask(call("GET", "/200/x", null), Duration.ofMillis(200), AnswerRules.NONE);

        // Then
        assertThat(reply.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(reply.gaveUp()).isTrue();
        assertThat(reply.detail()).isEqualTo("no answer within 200 ms");
        assertThat(reply.completedNanos() - sent).isBetween(200_000_000L, 2_000_000_000L);
    }

    @Test
    void aPortThatNobodyListensOn_failsAtOnce() {
        // Given
        server.stop(0);

        // When
        Reply reply = ask(call("GET", "/200/x", null), Duration.ofSeconds(5), AnswerRules.NONE);

        // Then
        assertThat(reply.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(reply.gaveUp()).isFalse();
        assertThat(reply.detail()).contains("ConnectException");
    }

    @Test
    void aHeaderThatTheClientMayNotSet_isAProblemAtItsPlace() {
        // Given
        var call = new Extension.Call.Http(AT, "api", 8080, "GET", "/", Map.of("a header", "elsewhere"), null);

        // Then
        assertThatThrownBy(() -> ask(call, Duration.ofSeconds(1), AnswerRules.NONE))
                .isInstanceOf(WorkloadInvalid.class)
                .hasMessageStartingWith("experiment.json:12 extensions[0].workload.call.headers.a header: ");
    }

    @Test
    void aStallOfTwoSecondsAtForty_showsWaitsThatFallFromTwoSecondsToNothing() {
        // Given
        Extension.Workload spec =
                new Extension.Workload(AT, 40, Duration.ofSeconds(5), call("GET", "/200/x", null), null, null);
        SliRecorder recorder = new SliRecorder(40, null, clock.instant(), events);
        RunningLoad load =
                Workload.start(spec, List.of(server.getAddress()), recorder, events, clock, new Cancellation());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Warmup.isSteady(recorder, clock.instant().minusSeconds(4)));

        // When
        CompletableFuture<Void> stall = new CompletableFuture<>();
        var stallStart = clock.instant();
        gate = stall;
        stall.completeOnTimeout(null, 2, TimeUnit.SECONDS).join();
        await().atMost(Duration.ofSeconds(20)).until(() -> recorder.inFlight() < 3);
        load.close();

        // Then: one request every 25 ms, each of which waits until the same moment.
        List<Double> waits = waitsSince(stallStart.getEpochSecond(), 0.1);
        assertThat(waits.size())
                .as("requests that waited 100 ms or more: %s", waits)
                .isBetween(76, 82);
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i)).as("wait %s of %s", i, waits).isBetween(1.85 - 0.025 * i, 2.15 - 0.025 * i);
        }
        assertThat(load.lastFailure()).isEmpty();
    }

    /** The latencies of that length and more in the journal, longest first, in seconds. */
    private List<Double> waitsSince(long epochSecond, double least) {
        List<Double> waits = new ArrayList<>();
        for (LatencySecond second : events.of(LatencySecond.class)) {
            if (second.start().getEpochSecond() >= epochSecond) {
                for (HistogramIterationValue value : decode(second.histogram()).recordedValues()) {
                    for (long i = 0; i < value.getCountAtValueIteratedTo(); i++) {
                        waits.add(value.getValueIteratedTo() / 1e6);
                    }
                }
            }
        }
        waits.removeIf(wait -> wait < least);
        waits.sort((a, b) -> Double.compare(b, a));
        return waits;
    }

    private static Histogram decode(String histogram) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(histogram)), 0);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
    }
}
