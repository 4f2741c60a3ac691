package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.fault.network.Refuse.refuse;
import static dev.blackstart.fault.network.Stall.stall;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.report.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server in this very JVM, a client that uses it, and a fault between them. */
@Timeout(60)
@SuppressWarnings("try") // what the block is about is on, not used
@WithChaos
class InJvmLinkIT {
    private ServerSocket server;
    private Endpoint through;

    /** Sends back what it is sent, byte by byte. */
    @BeforeEach
    void serve(Chaos chaos) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::echo, "echo");
        thread.setDaemon(true);
        thread.start();
        through = chaos.link("client->server", "127.0.0.1", server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private void echo() {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().transferTo(client.getOutputStream());
            } catch (IOException e) {
                return;
            }
        }
    }

    /** How long a byte takes there and back. */
    private long millis() {
        try (Socket socket = new Socket(through.host(), through.port())) {
            socket.setTcpNoDelay(true);
            long start = System.nanoTime();
            socket.getOutputStream().write(7);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
            return (System.nanoTime() - start) / 1_000_000;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ChaosTest
    void latency_isFeltInTheBlock_andGoneAfterIt(Chaos chaos) {
        assertThat(millis()).isLessThan(1_000);

        try (InjectedFault fault = chaos.inject(latency(ofSeconds(1)).on("client->server"))) {
            assertThat(millis()).isGreaterThanOrEqualTo(1_000);
            assertThat(millis()).isGreaterThanOrEqualTo(1_000);
            assertThat(fault.evidence()).hasSize(1);
        }

        assertThat(millis()).isLessThan(1_000);
    }

    @ChaosTest
    void oneAnswer_isEvidenceEnough(Chaos chaos) {
        try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on("client->server"))) {
            assertThat(millis()).isGreaterThanOrEqualTo(300);
        }
    }

    @ChaosTest
    void oneAnswerOnAnOpenConnection_isEvidenceEnough(Chaos chaos) throws IOException {
        try (Socket socket = new Socket(through.host(), through.port())) {
            socket.setTcpNoDelay(true);
            for (int i = 0; i < 50; i++) {
                socket.getOutputStream().write(7);
                assertThat(socket.getInputStream().read()).isEqualTo(7);
            }
            try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on("client->server"))) {
                socket.getOutputStream().write(7);
                assertThat(socket.getInputStream().read()).isEqualTo(7);
            }
        }
    }

    @ChaosTest
    void refusal_withoutAConnectionThatWasOpen_isEvidenceEnough(Chaos chaos) {
        assertThat(millis()).isLessThan(1_000);

        try (InjectedFault fault = chaos.inject(refuse().on("client->server"))) {
            assertThatThrownBy(this::millis).hasRootCauseInstanceOf(ConnectException.class);
        }

        assertThat(millis()).isLessThan(1_000);
    }

    @ChaosTest
    void refusal_ofALinkThatNobodyUses_fails(Chaos chaos) {
        InjectedFault fault = chaos.inject(refuse().on("client->server"));

        assertThatThrownBy(fault::close).hasMessageContaining("met no traffic of the system");
    }

    @ChaosTest
    void stall_ofOneRequest_isEvidenceEnough(Chaos chaos) throws IOException {
        try (Socket socket = new Socket(through.host(), through.port())) {
            socket.setSoTimeout(300);
            try (InjectedFault fault = chaos.inject(stall().on("client->server"))) {
                socket.getOutputStream().write(7);
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            }
            socket.setSoTimeout(5_000);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
        }
    }

    @ChaosTest
    void faultThatNobodyMet_fails(Chaos chaos) {
        InjectedFault fault = chaos.inject(latency(ofMillis(300)).on("client->server"));

        assertThatThrownBy(fault::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("latency on client#1->server#1")
                .hasMessageContaining("Its journal: ");
        assertThat(fault.evidence()).extracting(Evidence::exposed).containsOnly(false);
        fault.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"client->sever", "servr", "api->server"})
    void unknownTarget_isTold(String target, Chaos chaos) {
        assertThatThrownBy(() -> chaos.inject(latency(ofMillis(300)).on(target)))
                .isInstanceOf(RuntimeException.class)
                .hasMessageContaining("server");
    }
}
