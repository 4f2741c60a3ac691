package dev.blackstart.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.time.RunClock;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GrpcAskerIT {
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final RunClock clock = new RunClock();
    private final OwnEnds ends = new OwnEnds();
    private final HealthStatusManager health = new HealthStatusManager();
    private @Nullable Server server;
    private @Nullable Asker asker;

    private InetSocketAddress start(int port, boolean withHealth) throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        if (withHealth) {
            builder.addService(health.getHealthService());
        }
        Server started = builder.build().start();
        server = started;
        return (InetSocketAddress) started.getListenSockets().get(0);
    }

    private Asker open(String question, InetSocketAddress address) {
        Asker opened = Askers.open(Question.parse(question), address, clock, ends);
        asker = opened;
        return opened;
    }

    @AfterEach
    void close() throws InterruptedException {
        if (asker != null) {
            asker.close();
        }
        if (server != null) {
            server.shutdownNow().awaitTermination();
        }
    }

    @Test
    void ask_severalInFlight_allOverOneConnection() throws IOException {
        // Given
        Asker opened = open("grpc:1", start(0, true));
        opened.connect(WITHIN);
        // When
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            asked.add(opened.ask(WITHIN));
        }
        // Then
        assertThat(asked).allSatisfy(each -> {
            assertThat(each.join().ok()).isTrue();
            assertThat(each.join().detail()).isEqualTo("SERVING");
        });
        assertThat(ends.all()).hasSize(1);
        assertThat(asked.get(0).join().localAddress())
                .matches("127\\.0\\.0\\.1:[0-9]+")
                .isEqualTo(ends.all().iterator().next());
    }

    @Test
    void ask_notServing_isNotOk() throws IOException {
        health.setStatus("my.Service", ServingStatus.NOT_SERVING);
        Answer answer = open("grpc:1/my.Service", start(0, true)).ask(WITHIN).join();
        assertThat(answer.ok()).isFalse();
        assertThat(answer.detail()).isEqualTo("NOT_SERVING");
    }

    @Test
    void ask_unknownService_isNamed() throws IOException {
        Answer answer = open("grpc:1/other", start(0, true)).ask(WITHIN).join();
        assertThat(answer.ok()).isFalse();
        assertThat(answer.detail()).isEqualTo("unknown service 'other'");
    }

    @Test
    void ask_withoutHealthService_isNotOk() throws IOException {
        Answer answer = open("grpc:1", start(0, false)).ask(WITHIN).join();
        assertThat(answer.ok()).isFalse();
        assertThat(answer.detail()).isEqualTo("no health service");
    }

    @Test
    void ask_serverComesBack_isSeenWithoutTheUsualBackoff() throws Exception {
        // Given
        InetSocketAddress address = start(0, true);
        Asker opened = open("grpc:1", address);
        opened.connect(WITHIN);
        java.util.Objects.requireNonNull(server).shutdownNow().awaitTermination();
        await().until(() -> opened.ask(WITHIN).join().detail().equals("connection refused"));
        // When
        start(address.getPort(), true);
        // Then
        await().atMost(Duration.ofSeconds(3))
                .until(() -> opened.ask(Duration.ofMillis(500)).join().ok());
        assertThat(ends.all()).hasSizeGreaterThan(1);
    }
}
