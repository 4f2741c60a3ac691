package com.example;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Sells lamps. Waits 100 ms for the stock to say how many there are, and sells on without it. */
public class Shop {
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile String stock;

    /** @param stock {@code host:port} */
    public Shop(String stock) {
        this.stock = stock;
    }

    /** Asks another stock from now on. */
    public void use(String other) {
        stock = other;
    }

    public String lamps() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + stock + "/"))
                .timeout(Duration.ofMillis(100))
                .build();
        try {
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (HttpTimeoutException e) {
            return "some";
        }
    }
}
