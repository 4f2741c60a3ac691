package dev.blackstart.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.LinkTraffic;
import dev.blackstart.topology.ReplicaRef;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LinkProxiesIT {
    private static final LinkRef REF = new LinkRef(new ReplicaRef("a.b-c", 1), new ReplicaRef("d", 2), 80);

    private ServerSocket echo;
    private LinkProxies proxies;
    private Link link;
    private LinkControl control;

    @BeforeEach
    void open() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::serve, "echo");
        server.setDaemon(true);
        server.start();
        proxies = LinkProxies.start(1);
        link = proxies.create(
                REF, LoopbackPorts.free(1).get(0), new InetSocketAddress("127.0.0.1", echo.getLocalPort()));
        control = LinkControl.of(link.incarnation());
    }

    @AfterEach
    void close() throws IOException {
        proxies.close();
        echo.close();
    }

    private void serve() {
        while (!echo.isClosed()) {
            try {
                Socket client = echo.accept();
                Thread thread = new Thread(() -> {
                    try (client) {
                        client.getInputStream().transferTo(client.getOutputStream());
                    } catch (IOException gone) {
                        return;
                    }
                });
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(link.listener().getAddress(), link.listener().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static Duration exchange(Socket socket) throws IOException {
        long start = System.nanoTime();
        socket.getOutputStream().write('x');
        assertThat(socket.getInputStream().read()).isEqualTo('x');
        return Duration.ofNanos(System.nanoTime() - start);
    }

    @Test
    void traffic_oneExchange_isCountedLive() throws IOException {
        try (Socket socket = connect()) {
            // Given
            Instant before = Instant.now().minusSeconds(1);
            exchange(socket);

            // When
            LinkTraffic traffic = link.traffic();

            // Then
            assertThat(traffic.accepted()).isEqualTo(1);
            assertThat(traffic.connections())
                    .containsExactly(
                            new LinkTraffic.Connection("127.0.0.1:" + socket.getLocalPort(), true, 1, 1, 1, 1));
            assertThat(link.delays(before)).hasSize(2).allMatch(delay -> delay.micros() >= 0);
            assertThat(link.delays(Instant.now().plusSeconds(60))).isEmpty();
        }
    }

    @Test
    void addLatency_bothDirections_addsUpAndGoesAway() throws IOException {
        try (Socket socket = connect()) {
            // Given
            exchange(socket);

            // When
            List<String> names = control.addLatency("f1", Duration.ofMillis(150), Duration.ofMillis(10), true, true);

            // Then
            assertThat(names)
                    .isEqualTo(LinkControl.toxicNames("f1", true, true))
                    .hasSize(2);
            assertThat(control.toxics()).containsExactlyInAnyOrderElementsOf(names);
            assertThat(exchange(socket)).isBetween(Duration.ofMillis(275), Duration.ofMillis(1000));
            assertThat(names).allMatch(control::removeToxic);
            assertThat(names).noneMatch(control::removeToxic);
            assertThat(exchange(socket)).isLessThan(Duration.ofMillis(100));
        }
    }

    @Test
    void addBandwidth_zero_holdsUntilRemoved() throws IOException {
        try (Socket socket = connect()) {
            // Given
            exchange(socket);
            control.addBandwidth("f1", 0, false, true);
            socket.getOutputStream().write('y');

            // When
            socket.setSoTimeout(300);
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            boolean removed = control.removeToxic("f1");

            // Then
            assertThat(removed).isTrue();
            socket.setSoTimeout(5_000);
            assertThat(socket.getInputStream().read()).isEqualTo('y');
        }
    }

    @Test
    void setEnabled_false_cutsAndRefusesUntilEnabledAgainOnTheSamePort() throws IOException {
        try (Socket socket = connect()) {
            // Given
            exchange(socket);

            // When
            assertThat(control.setEnabled(false)).isTrue();

            // Then
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThatThrownBy(this::connect).isInstanceOf(IOException.class);
            await().untilAsserted(() -> assertThat(link.traffic().cut()).isEqualTo(1));
            assertThat(control.setEnabled(false)).isFalse();
            assertThat(control.setEnabled(true)).isTrue();
        }
        try (Socket again = connect()) {
            exchange(again);
        }
    }

    @Test
    void removeToxic_proxyOrServerIsGone_isNoError() {
        // Given
        LinkControl unknown = LinkControl.of(new Incarnation.LinkProxy(proxies.api(), "nobody"));
        assertThat(unknown.removeToxic("f1")).isFalse();
        assertThat(unknown.exists()).isFalse();
        assertThatThrownBy(() -> unknown.addLatency("f1", Duration.ofSeconds(1), Duration.ZERO, true))
                .isInstanceOf(LinkUnreachable.class)
                .hasMessageContaining("nobody");

        // When
        proxies.close();

        // Then
        assertThat(control.removeToxic("f1")).isFalse();
        assertThat(control.setEnabled(true)).isFalse();
    }

    @Test
    void addLatency_apiThatIsSlow_isWaitedFor() throws IOException {
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try {
            // Given: a toxic that takes longer to make than anything else may take
            List<String> made = new CopyOnWriteArrayList<>();
            slow.createContext("/", exchange -> {
                String answer =
                        "{\"name\":\"p\",\"listen\":\"127.0.0.1:1\",\"upstream\":\"127.0.0.1:2\",\"enabled\":true}";
                if (exchange.getRequestMethod().equals("POST")) {
                    new Cancellation().sleep(BoundedConnections.READ.plusMillis(200));
                    made.add(exchange.getRequestURI().getPath());
                    answer = "{\"name\":\"f1\",\"type\":\"latency\",\"stream\":\"downstream\",\"toxicity\":1,"
                            + "\"attributes\":{\"latency\":150,\"jitter\":0}}";
                }
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            slow.start();
            LinkControl busy = LinkControl.of(
                    new Incarnation.LinkProxy("127.0.0.1:" + slow.getAddress().getPort(), "p"));

            // When
            busy.addLatency("f1", Duration.ofMillis(150), Duration.ZERO, true);

            // Then
            assertThat(made).containsExactly("/proxies/p/toxics");
        } finally {
            slow.stop(0);
        }
    }

    @Test
    void setEnabled_apiThatNeverAnswers_isBoundedInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            // Given
            LinkControl stuck = LinkControl.of(new Incarnation.LinkProxy("127.0.0.1:" + silent.getLocalPort(), "p"));
            long before = System.nanoTime();

            // When, then
            assertThatThrownBy(() -> stuck.setEnabled(true)).isInstanceOf(LinkUnreachable.class);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void free_many_areDifferentBindableAndNotThoseOfOutgoingConnections() throws IOException {
        // Given
        Process cat = new ProcessBuilder("cat", "/proc/sys/net/ipv4/ip_local_port_range").start();
        int outgoing = Integer.parseInt(new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .strip()
                .split("\\s+")[0]);

        // When
        List<Integer> ports = LoopbackPorts.free(50);

        // Then
        assertThat(ports).doesNotHaveDuplicates().allMatch(LoopbackPorts::isFree);
        if (outgoing > 11_000) {
            assertThat(ports).allMatch(port -> port < outgoing);
        }
    }
}
