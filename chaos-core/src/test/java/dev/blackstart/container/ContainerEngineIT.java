package dev.blackstart.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client against something that only says what it is told to. */
@Timeout(20)
final class ContainerEngineIT {
    private static final String ID = "0123456789abcdef0123";

    private final ServerSocket server;
    private final ContainerEngine engine;

    ContainerEngineIT() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        engine = ContainerEngine.at("tcp://127.0.0.1:" + server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private void says(String answer) {
        Thread thread = new Thread(() -> {
            try (Socket client = server.accept()) {
                int unused = client.getInputStream().read();
                client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void refusal_isToldInTheEnginesWords() {
        says("HTTP/1.0 409 Conflict\r\nX: y\r\n\r\n{\"message\":\"it is paused\"}");
        assertThatThrownBy(() -> engine.pause(ID))
                .isInstanceOf(EngineFailed.class)
                .hasMessageContaining("did not pause container 0123456789ab: it is paused");
    }

    @Test
    void unknownContainer_isEmpty() {
        says("HTTP/1.0 404 Not Found\r\n\r\n{\"message\":\"No such container\"}");
        assertThat(engine.inspect(ID)).isEqualTo(Optional.empty());
    }

    @Test
    void whatIsNoEngine_isNotBelieved() {
        says("SSH-2.0-OpenSSH\r\n");
        assertThatThrownBy(() -> engine.inspect(ID)).hasMessageContaining("does not answer in HTTP");
        says("HTTP/1.1 200 OK\r\n\r\n<html>");
        assertThatThrownBy(() -> engine.inspect(ID)).hasMessageContaining("does not answer in JSON");
    }

    @Test
    void nobodyThere_saysWhere() {
        assertThatThrownBy(
                        () -> ContainerEngine.at("unix:///nowhere/docker.sock").inspect(ID))
                .isInstanceOf(EngineFailed.class)
                .hasMessageContaining("unix:///nowhere/docker.sock cannot be reached");
        assertThatThrownBy(() -> ContainerEngine.at("ssh://somewhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unix:///path or tcp://host:port, not at 'ssh://somewhere'");
    }

    @Test
    void engineThatHangs_isNotWaitedForLonger() {
        long start = System.nanoTime();
        assertThatThrownBy(() -> EngineConnection.exchange(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                        "GET",
                        "/x",
                        Duration.ofMillis(200),
                        new RunClock()))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(190), Duration.ofSeconds(2));
    }
}
