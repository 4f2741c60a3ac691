package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.fault.network.LimitData.limitData;
import static dev.blackstart.fault.network.Refuse.refuse;
import static dev.blackstart.fault.network.Stall.stall;
import static dev.blackstart.fault.network.Timeout.timeout;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.fault.FaultSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What a test has to do so that its fault is seen: use the link as it would anyway, with the patience that its client has. */
@Timeout(60)
@WithChaos
@SuppressWarnings("try") // what the block is about is on, not used
class EvidenceIT {
    private final EchoServer server = new EchoServer();
    private Endpoint through = new Endpoint("", 1);

    @BeforeEach
    void link(Chaos chaos) {
        through = chaos.link("client->server", "127.0.0.1", server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Whatever is looked at every second only would take three of the four most of a second. */
    @ChaosTest
    void blocksThatAreOverSoon_endSoon(Chaos chaos) throws IOException {
        Duration closing = Duration.ZERO;
        for (int i = 0; i < 4; i++) {
            InjectedFault fault = chaos.inject(latency(ofMillis(100)).on("client->server"));
            EchoServer.millis(through, 1_000);
            long start = System.nanoTime();
            fault.close();
            closing = closing.plusNanos(System.nanoTime() - start);
        }

        assertThat(closing).isLessThan(ofMillis(1_500));
    }

    @ChaosTest
    void refusal_ofAClientWhoseConnectionsWereClosedBefore_isSeen(Chaos chaos) throws IOException {
        EchoServer.millis(through, 1_000);

        try (InjectedFault fault = chaos.inject(refuse().on("client->server"))) {
            assertThatThrownBy(() -> EchoServer.millis(through, 1_000)).isInstanceOf(ConnectException.class);
        }

        assertThat(EchoServer.millis(through, 1_000)).isLessThan(1_000);
    }

    /** Nobody can tell, and that is said. */
    @ChaosTest
    void refusal_ofAClientThatWasNeverLetThrough_failsWithAdvice(Chaos chaos) {
        InjectedFault fault = chaos.inject(refuse().on("client->server"));

        assertThatThrownBy(fault::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "a connection that is refused leaves no trace, so let one through before the fault");
    }

    @ChaosTest
    void latency_longerThanItsClientWaits_andThanAnybodyIsWaitedFor_isSeen(Chaos chaos) {
        assertSeen(chaos, latency(ofSeconds(4)).on("client->server"));
    }

    @ChaosTest
    void stall_whoseClientGivesUpSoon_isSeen(Chaos chaos) {
        assertSeen(chaos, stall().on("client->server"));
    }

    private void assertSeen(Chaos chaos, FaultSpec spec) {
        try (InjectedFault fault = chaos.inject(spec)) {
            assertThatThrownBy(() -> EchoServer.millis(through, 100)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ChaosTest
    void timeout_isSeenOnTheConnectionsThatItCloses(Chaos chaos) {
        try (InjectedFault fault = chaos.inject(timeout(ofMillis(200)).on("client->server"))) {
            assertThatThrownBy(() -> EchoServer.millis(through, 2_000)).hasMessage("no echo");
        }
    }

    @ChaosTest
    void limitOfData_isSeenOnTheConnectionsThatItCloses(Chaos chaos) throws IOException {
        try (InjectedFault fault = chaos.inject(limitData(1).on("client->server"))) {
            assertThat(EchoServer.millis(through, 2_000)).isLessThan(2_000);
        }
    }

    @ChaosTest
    void sameFaultAgain_isNotTakenForWhatWasThereBefore(Chaos chaos) throws IOException {
        for (int i = 0; i < 2; i++) {
            try (InjectedFault fault = chaos.inject(latency(ofMillis(50)).on("client->server"))) {
                for (int j = 0; j < 20; j++) {
                    EchoServer.millis(through, 1_000);
                }
            }
        }
    }
}
