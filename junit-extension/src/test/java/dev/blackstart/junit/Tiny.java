package dev.blackstart.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What samples ask a {@link TinyServer}. */
final class Tiny {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Tiny() {}

    /** Its process id, which tells one start from another. */
    static String pid(Endpoint through) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + through + "/"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
