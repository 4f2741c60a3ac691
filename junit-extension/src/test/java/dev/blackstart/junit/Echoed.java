package dev.blackstart.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What samples have in common: a server in this JVM, and a link to it. */
abstract class Echoed {
    static final String LINK = "client->server";

    private final EchoServer server = new EchoServer();
    private Endpoint through = new Endpoint("", 1);

    @BeforeEach
    void link(Chaos chaos) {
        through = chaos.link(LINK, "127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** How long a byte takes there and back, in milliseconds. */
    final long ask() {
        try {
            return EchoServer.millis(through, 5_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
