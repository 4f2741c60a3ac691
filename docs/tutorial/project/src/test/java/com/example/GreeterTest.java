package com.example;

import static dev.blackstart.fault.network.Latency.latency;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.blackstart.junit.Chaos;
import dev.blackstart.junit.ChaosTest;
import dev.blackstart.junit.InjectedFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A client that gives up after 200 ms, its server, and a network between them that can be slow. */
class GreeterTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("hello".getBytes());
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String greeting(InetSocketAddress from, java.time.Duration within) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + from.getHostString() + ":" + from.getPort() + "/");
        return client.send(HttpRequest.newBuilder(uri).timeout(within).build(), BodyHandlers.ofString())
                .body();
    }

    @ChaosTest
    void greeting_fromASlowServer_isGivenUp_andComesBackAfterwards(Chaos chaos) throws Exception {
        InetSocketAddress link = chaos.link("client->greeter", "127.0.0.1", server.getAddress().getPort());
        assertEquals("hello", greeting(link, ofSeconds(5)));

        try (InjectedFault slow = chaos.inject(latency(ofMillis(600)).on("client->greeter"))) {
            assertThrows(HttpTimeoutException.class, () -> greeting(link, ofMillis(200)));
        }

        assertEquals("hello", greeting(link, ofSeconds(5)));
    }
}
