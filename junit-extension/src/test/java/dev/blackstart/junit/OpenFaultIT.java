package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.fault.network.Partition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Faults that nobody ends, and faults made of many, need their evidence as any other. */
@Timeout(60)
class OpenFaultIT {
    @WithChaos
    abstract static class WithAServer {
        final EchoServer server = new EchoServer();

        @BeforeEach
        void link(Chaos chaos) {
            chaos.link("client->server", "127.0.0.1", server.port());
        }

        @AfterEach
        void stop() {
            server.close();
        }
    }

    static class LeavesItOpen extends WithAServer {
        @ChaosTest
        void injects(Chaos chaos) {
            chaos.inject(latency(ofMillis(300)).on("client->server"));
        }
    }

    @Test
    void faultThatNoBlockEnds_andNobodyMet_fails() {
        assertThat(Kit.failure(Kit.run(LeavesItOpen.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("latency on client#1->server#1");
    }

    static class IsPartitioned extends WithAServer {
        @ChaosTest
        @SuppressWarnings("try") // what the block is about is on, not used
        void injects(Chaos chaos) {
            try (InjectedFault fault = chaos.inject(Partition.between("client").and("server"))) {
                assertThat(fault.evidence()).isNotEmpty();
            }
        }
    }

    @Test
    void partitionThatNobodyMet_fails() {
        assertThat(Kit.failure(Kit.run(IsPartitioned.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("partition");
    }
}
