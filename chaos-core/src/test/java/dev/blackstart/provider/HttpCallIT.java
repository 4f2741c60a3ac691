package dev.blackstart.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.blackstart.document.Location;
import dev.blackstart.experiment.Provider;
import dev.blackstart.experiment.Substitution;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpCallIT {
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private HttpServer server;
    private String base = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/echo", this::echo);
        server.createContext("/json", exchange -> answer(exchange, 200, "application/json", "{\"a\": [1, null]}"));
        server.createContext(
                "/json-charset", exchange -> answer(exchange, 200, "application/json; charset=utf-8", "{\"a\": 1}"));
        server.createContext("/broken", exchange -> answer(exchange, 200, "application/json", "not json"));
        server.createContext("/500", exchange -> answer(exchange, 500, "text/plain", "sorry"));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().set("Location", "/json");
            answer(exchange, 302, "text/plain", "");
        });
        server.createContext("/hang", this::hang);
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void run_ofAGet_appendsArgumentsToTheQuery() {
        // Given
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("a", 1L);
        arguments.put("b", List.of("x", "y"));
        arguments.put("c", null);
        arguments.put("d", true);
        arguments.put("e", "sp ace&");

        // When
        Map<String, @Nullable Object> output = get("/echo?z=1", arguments);

        // Then
        assertThat(output.get("body")).isEqualTo("GET /echo?z=1&a=1&b=x&b=y&d=True&e=sp+ace%26 null null ");
    }

    @Test
    void run_ofAPost_sendsAForm() {
        assertThat(call("/echo", "post", null, Map.of("a", 1L), null).get("body"))
                .isEqualTo("POST /echo application/x-www-form-urlencoded null a=1");
    }

    @Test
    void run_ofAPostThatDeclaresJson_sendsJsonWithNulls() {
        // Given
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("a", null);

        // When
        Map<String, @Nullable Object> output =
                call("/echo", "POST", Map.of("Content-Type", "application/json"), arguments, null);

        // Then
        assertThat(output.get("body")).isEqualTo("POST /echo application/json null {\"a\":null}");
    }

    @Test
    void run_ofAPostThatDeclaresJsonInLowerCase_sendsAForm() {
        assertThat(call("/echo", "POST", Map.of("content-type", "application/json"), Map.of("a", 1L), null)
                        .get("body"))
                .isEqualTo("POST /echo application/json null a=1");
    }

    @Test
    void run_withATextAsArguments_sendsItAsItIs() {
        assertThat(call("/echo", "PUT", null, "raw body", null).get("body")).isEqualTo("PUT /echo null null raw body");
    }

    @Test
    void run_withUserAndPassword_sendsThemInAHeader() {
        // Given
        base = base.replace("//", "//u:p@");

        // When / Then
        assertThat(get("/echo", null).get("body")).isEqualTo("GET /echo null Basic dTpw ");
    }

    @Test
    void run_ofAJsonAnswer_parsesItOnlyUnderTheExactType() {
        assertThat(get("/json", null))
                .containsEntry("status", 200L)
                .containsEntry("body", Map.of("a", Arrays.asList(1L, null)));
        assertThat(get("/json-charset", null)).containsEntry("body", "{\"a\": 1}");
    }

    @Test
    void run_ofAnAnswer_namesHeadersInTheUsualCase() {
        assertThat(get("/json", null).get("headers"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("Content-Type", "application/json");
    }

    @Test
    void run_followsRedirects() {
        assertThat(get("/moved", null)).containsEntry("status", 200L);
    }

    @Test
    void run_ofAnErrorStatus_isAnOutput() {
        assertThat(get("/500", null)).containsEntry("status", 500L).containsEntry("body", "sorry");
    }

    @Test
    void run_ofAHead_hasAnEmptyBody() {
        assertThat(call("/json", "HEAD", null, null, null))
                .containsEntry("status", 200L)
                .containsEntry("body", "");
    }

    @Test
    void run_ofANoContentThatHasALength_isAnOutput() throws Exception {
        // Given
        try (ServerSocket raw = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> answerRaw(raw, "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nst"));
            base = "http://127.0.0.1:" + raw.getLocalPort();

            // When
            Map<String, @Nullable Object> output = get("/", null);

            // Then
            assertThat(output).containsEntry("status", 204L).containsEntry("body", "");
        }
    }

    private static void answerRaw(ServerSocket server, String answer) {
        try (Socket client = server.accept()) {
            client.getInputStream().read(new byte[4096]);
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            client.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void run_whenNobodyListens_failsToConnect() throws IOException {
        // Given
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            base = "http://127.0.0.1:" + free.getLocalPort();
        }

        // When / Then
        assertThatThrownBy(() -> get("/", null))
                .isInstanceOf(ActivityFailed.class)
                .hasMessageStartingWith("failed to connect to " + base);
    }

    @Test
    void run_beyondItsTimeout_fails() {
        assertThatThrownBy(() -> call("/hang", "GET", null, null, 0.3))
                .isInstanceOf(ActivityFailed.class)
                .hasMessage("activity took too long to complete");
    }

    @Test
    void run_whenTheRunIsInterrupted_givesUp() throws Exception {
        // Given
        CompletableFuture<?> call = CompletableFuture.runAsync(() -> get("/hang", null));
        assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

        // When
        cancellation.cancel("SIGINT");

        // Then
        assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Cancelled.class);
    }

    @Test
    void run_ofWhatCannotBeSentOrRead_isAnUnexpectedError() {
        assertThatThrownBy(() -> get("/broken", null)).isNotInstanceOf(ActivityFailed.class);
        assertThatThrownBy(() -> call("/echo", "GET", Map.of("X-A", 7L), null, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("header X-A must be a text: 7");
        assertThatThrownBy(() -> call("/echo", "GET", null, null, "soon")).isInstanceOf(IllegalStateException.class);
        base = "ftp://127.0.0.1";
        assertThatThrownBy(() -> get("/", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no http or https URL");
    }

    private Map<String, @Nullable Object> get(String path, @Nullable Object arguments) {
        return call(path, "GET", null, arguments, null);
    }

    private Map<String, @Nullable Object> call(
            String path,
            String method,
            @Nullable Object headers,
            @Nullable Object arguments,
            @Nullable Object timeout) {
        Provider.Http provider = new Provider.Http(
                new Location("x.json", 1, 1, ""), base + path, method, headers, arguments, timeout, true, 0);
        return new HttpCall(provider, new Substitution(Map.of(), Map.of()), new HttpClients(Surroundings.inherited()))
                .run(cancellation);
    }

    /** Says what it was asked: method, URI, content type, authorization and body. */
    private void echo(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String said = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Content-Type") + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " " + body;
        answer(exchange, 200, "text/plain", said);
    }

    private void hang(HttpExchange exchange) throws IOException {
        asked.countDown();
        try {
            release.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
        if (!none) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }
}
