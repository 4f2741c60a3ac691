package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.junit.Rate.perSecond;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A client with a fallback, a store that gets slow, and a spare that it can be switched to. */
@Timeout(60)
@WithChaos(seed = 7)
@SuppressWarnings("try") // what the block is about is on, not used
class DrillIT {
    private final EchoServer store = new EchoServer();
    private final EchoServer spare = new EchoServer();
    private volatile Endpoint used = new Endpoint("", 1);

    @BeforeEach
    void useTheStore(Chaos chaos) {
        used = chaos.link("shop->store", "127.0.0.1", store.port());
    }

    @AfterEach
    void stop() {
        store.close();
        spare.close();
    }

    /** From the store within 100 ms, else from memory. */
    private String ask() throws IOException {
        try {
            EchoServer.millis(used, 100);
            return "fresh";
        } catch (SocketTimeoutException e) {
            return "remembered";
        }
    }

    @ChaosTest
    void slowStore_isCushioned_toldOf_andBroughtBackByTheSpare(Chaos chaos) {
        chaos.load(perSecond(40), this::ask).degradedWhen("remembered"::equals);

        try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on("shop->store"))) {
            chaos.expect()
                    .degraded()
                    .alertWithin(ofSeconds(5))
                    .recoveredWithin(ofSeconds(5))
                    .by(() -> used = new Endpoint("127.0.0.1", spare.port()));
        }
    }

    @ChaosTest
    void mitigationThatDoesNothing_fails(Chaos chaos) {
        chaos.load(perSecond(40), this::ask).degradedWhen("remembered"::equals);

        try (InjectedFault fault = chaos.inject(latency(ofMillis(300)).on("shop->store"))) {
            Expectation.Recovery recovery = chaos.expect().recoveredWithin(ofSeconds(1));
            assertThatThrownBy(() -> recovery.by(() -> {}))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(
                            "expected recovery within 1s of the mitigation in code, for 2s; it did not recover")
                    .hasMessageContaining("degraded, 0 shed, 0 failed")
                    .hasMessageContaining("seed 7");
        }
    }

    @ChaosTest
    void expectationWithoutALoad_isTold(Chaos chaos) {
        assertThatThrownBy(chaos::expect)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chaos.load(");
    }
}
