package dev.blackstart.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each toxic does to a connection through the link, added and changed by the control. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LinkControlIT {
    private static final LinkRef REF = new LinkRef(new ReplicaRef("a", 1), new ReplicaRef("b", 1), 80);
    private static final long MILLI = 1_000_000;

    private ServerSocket upstream;
    private LinkProxies proxies;
    private Link link;
    private LinkControl control;
    private Socket client;
    private Socket server;

    @BeforeEach
    void open() throws IOException {
        upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxies = LinkProxies.start(1);
        link = proxies.create(
                REF, LoopbackPorts.free(1).get(0), new InetSocketAddress("127.0.0.1", upstream.getLocalPort()));
        control = LinkControl.of(link.incarnation());
        client = new Socket(link.listener().getAddress(), link.listener().getPort());
        client.setTcpNoDelay(true);
        client.setSoTimeout(5_000);
        server = upstream.accept();
        server.setTcpNoDelay(true);
        server.setSoTimeout(5_000);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
        proxies.close();
        upstream.close();
    }

    private long millisUntilRead(int expected) throws IOException {
        long start = System.nanoTime();
        assertThat(client.getInputStream().read()).isEqualTo(expected);
        return (System.nanoTime() - start) / MILLI;
    }

    @Test
    void addSlowClose_changed_holdsTheEndAsLongAsItNowSays() throws IOException {
        // Given
        control.addSlowClose("f1", Duration.ofMinutes(1), false, true);
        // When
        control.updateSlowClose("f1", Duration.ofMillis(300), false, true);
        server.close();
        // Then
        assertThat(millisUntilRead(-1)).isBetween(290L, 3_000L);
    }

    @Test
    void addResetPeer_ofRequests_resetsOnTheFirstOne() throws IOException {
        // Given
        control.addResetPeer("f1", Duration.ofMillis(100), true, false);
        // When
        long start = System.nanoTime();
        client.getOutputStream().write(1);
        // Then
        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
        assertThat((System.nanoTime() - start) / MILLI).isGreaterThanOrEqualTo(100);
        assertThatThrownBy(() -> server.getInputStream().read()).isInstanceOf(SocketException.class);
    }

    @Test
    void addTimeout_dropsAndClosesAfterIt() throws IOException {
        // Given
        control.addTimeout("f1", Duration.ofMillis(300), false, true);
        // When
        server.getOutputStream().write(1);
        // Then
        assertThat(millisUntilRead(-1)).isBetween(250L, 3_000L);
    }

    @Test
    void addTimeout_ofNothing_closesWhenItIsRemoved() throws IOException {
        // Given
        assertThat(control.addTimeout("f1", Duration.ZERO, true, true)).hasSize(2);
        server.getOutputStream().write(1);
        client.setSoTimeout(300);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        // When
        control.removeToxic("f1.request");
        control.removeToxic("f1.response");
        // Then
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void addSlicer_withARest_takesTheTimeOfItsSlices() throws IOException {
        // Given
        control.addSlicer("f1", 10, 5, Duration.ofMillis(20), false, true);
        // When
        long start = System.nanoTime();
        server.getOutputStream().write(new byte[100]);
        int first = client.getInputStream().read(new byte[100]);
        client.getInputStream().readNBytes(100 - first);
        // Then
        assertThat(first).isLessThanOrEqualTo(15);
        assertThat((System.nanoTime() - start) / MILLI).isGreaterThanOrEqualTo((100 / 15) * 20L);
    }

    @Test
    void addLimitData_closesBehindTheLastByteOfIt() throws IOException {
        // Given
        control.addLimitData("f1", 7, false, true);
        // When
        server.getOutputStream().write(new byte[20]);
        // Then
        assertThat(client.getInputStream().readAllBytes()).hasSize(7);
    }

    @Test
    void addBandwidth_changed_carriesWhatItNowSays() throws IOException {
        // Given
        control.addBandwidth("f1", 1, true, true);
        // When
        control.updateBandwidth("f1", 10, true, true);
        server.getOutputStream().write(new byte[3_000]);
        long start = System.nanoTime();
        client.getInputStream().readNBytes(3_000);
        // Then
        assertThat((System.nanoTime() - start) / MILLI).isBetween(250L, 2_000L);
        assertThat(link.delays(Instant.EPOCH))
                .isNotEmpty()
                .allSatisfy(chunk -> assertThat(chunk.bytes()).isPositive());
    }

    @Test
    void spreadJitter_asPareto_neverHoldsLess() throws IOException {
        // Given: evenly, half of all would be held less than the latency
        control.addLatency("f1", Duration.ofMillis(50), Duration.ofMillis(50), false, true);
        // When
        control.spreadJitter("f1", "pareto", false, true);
        // Then
        for (int i = 0; i < 10; i++) {
            server.getOutputStream().write(i);
            assertThat(millisUntilRead(i)).isGreaterThanOrEqualTo(49);
        }
    }

    @Test
    void spreadJitter_onAProxyThatIgnoresIt_isRefused() throws IOException {
        HttpServer original = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        original.createContext("/", exchange -> {
            byte[] body =
                    "{\"name\":\"f1\",\"attributes\":{\"latency\":50,\"jitter\":50}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        original.start();
        try {
            // Given
            LinkControl other = LinkControl.of(new Incarnation.LinkProxy(
                    "127.0.0.1:" + original.getAddress().getPort(), "p"));
            // When, then
            assertThatThrownBy(() -> other.spreadJitter("f1", "normal", false, true))
                    .isInstanceOf(LinkUnreachable.class)
                    .hasMessageContaining("it knows no normal distribution of jitter");
        } finally {
            original.stop(0);
        }
    }
}
