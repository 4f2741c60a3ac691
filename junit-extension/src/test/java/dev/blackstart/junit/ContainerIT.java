package dev.blackstart.junit;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.fault.network.Refuse.refuse;
import static dev.blackstart.fault.process.Crash.crash;
import static dev.blackstart.fault.process.Pause.pause;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.utility.DockerImageName;

/** A real Redis in a container that the test declares as it always does, with one annotation more. */
@NeedsEngine
@Testcontainers
@WithChaos
@Timeout(120)
@SuppressWarnings("try") // what the block is about is on, not used
class ContainerIT {
    private static final int PORT = 6379;

    @Container
    @ServiceUnderTest("db")
    static final GenericContainer<?> DB =
            new GenericContainer<>(DockerImageName.parse(NeedsEngine.REDIS)).withExposedPorts(PORT);

    /** Whether it answers within a second. */
    private static boolean answers(Endpoint at) {
        try {
            return millis(at, 1_000) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static long millis(Endpoint at, int timeoutMillis) throws IOException {
        try (Socket socket = new Socket(at.host(), at.port())) {
            socket.setSoTimeout(timeoutMillis);
            long start = System.nanoTime();
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readNBytes(7), StandardCharsets.US_ASCII);
            if (!answer.equals("+PONG\r\n")) {
                throw new IOException("answered '" + answer + "'");
            }
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    @Test
    void latencyOnTheLink_isFelt_andGone(Chaos chaos) throws IOException {
        Endpoint db = chaos.link("app->db");
        try (InjectedFault fault = chaos.inject(latency(ofSeconds(1)).on("app->db"))) {
            assertThat(millis(db, 5_000)).isGreaterThanOrEqualTo(1_000);
        }
        assertThat(millis(db, 5_000)).isLessThan(1_000);
    }

    @Test
    void cut_isRefused_andComesBack(Chaos chaos) throws IOException {
        Endpoint db = chaos.link("app->db");
        try (Socket open = new Socket(db.host(), db.port());
                InjectedFault fault = chaos.inject(refuse().on("db"))) {
            assertThat(answers(db)).isFalse();
        }
        assertThat(answers(db)).isTrue();
    }

    @Test
    void crashedContainer_isStartedAgain_andTheLinkLeadsToItsNewPort(Chaos chaos) {
        Endpoint db = chaos.link("app->db");
        assertThat(answers(db)).isTrue();
        try (InjectedFault fault = chaos.inject(crash().on("db"))) {
            assertThat(answers(db)).isFalse();
        }
        await().atMost(ofSeconds(20)).until(() -> answers(db));
    }

    @Test
    void pausedContainer_doesNotAnswer_andGoesOn(Chaos chaos) {
        Endpoint db = chaos.link("app->db");
        assertThat(answers(db)).isTrue();
        try (InjectedFault fault = chaos.inject(pause().on("db"))) {
            assertThat(answers(db)).isFalse();
        }
        await().atMost(ofSeconds(20)).until(() -> answers(db));
    }

    @Nested
    class Inside {
        @ServiceUnderTest("late")
        private final GenericContainer<?> late =
                new GenericContainer<>(DockerImageName.parse(NeedsEngine.REDIS)).withExposedPorts(PORT);

        @Test
        void containerOfTheOuterClass_isKnown_andOneThatHasNotStartedIsTold(Chaos chaos) {
            assertThat(answers(chaos.link("app->db"))).isTrue();
            assertThat(late.isRunning()).isFalse();
            assertThatThrownBy(() -> chaos.inject(pause().on("late")))
                    .hasMessageContaining("container 'late' has not started")
                    .hasMessageContaining("@Container");
        }

        @Test
        void unknownName_isTold(Chaos chaos) {
            assertThatThrownBy(() -> chaos.link("app->dv"))
                    .hasMessageContaining("unknown service 'dv'")
                    .hasMessageContaining("db");
        }
    }
}
