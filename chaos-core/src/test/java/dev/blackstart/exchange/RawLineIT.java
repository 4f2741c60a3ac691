package dev.blackstart.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RawLineIT {
    private static final Duration QUIET = Duration.ofMillis(100);
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final RunClock clock = new RunClock();
    private final OwnEnds ends = new OwnEnds();

    private RawLine open(InetSocketAddress address) throws IOException {
        return RawLine.open(address, WITHIN, clock, ends);
    }

    private static InetSocketAddress address(ServerSocket server) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
    }

    @Test
    void listen_toPiecesWithRestsBetween_countsBytesAndReads() throws IOException {
        // Given
        ScriptedServer.Script pieces = (in, out) -> {
            in.read();
            for (int i = 0; i < 3; i++) {
                out.write(new byte[5]);
                out.flush();
                new Cancellation().sleep(Duration.ofMillis(30));
            }
            in.read();
        };
        try (ScriptedServer server = new ScriptedServer(pieces);
                RawLine line = open(server.address())) {
            // When
            line.send(new byte[] {1});
            RawLine.Heard heard = line.listen(QUIET, WITHIN);
            // Then
            assertThat(heard.bytes()).isEqualTo(15);
            assertThat(heard.reads()).isEqualTo(3);
            assertThat(heard.end()).isEqualTo(RawLine.End.SILENT);
            assertThat(heard.took()).as("until the last byte").isBetween(Duration.ofMillis(60), Duration.ofSeconds(3));
            assertThat(ends.all()).hasSize(1);
        }
    }

    @Test
    void listen_toNothing_waitsAsLongAsItMay() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.mute());
                RawLine line = open(server.address())) {
            // When
            boolean stale = line.isStale();
            RawLine.Heard heard = line.listen(QUIET, Duration.ofMillis(250));
            // Then
            assertThat(stale).isFalse();
            assertThat(heard.bytes()).isZero();
            assertThat(heard.end()).isEqualTo(RawLine.End.SILENT);
            assertThat(heard.took()).isBetween(Duration.ofMillis(250), Duration.ofSeconds(3));
        }
    }

    @Test
    void listen_untilEnoughHasCome_doesNotWaitForQuiet() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.afterBytes(1, "abc"));
                RawLine line = open(server.address())) {
            // When
            line.send(new byte[] {1, 1});
            long start = clock.nanos();
            RawLine.Heard heard = line.listen(WITHIN, WITHIN, 6);
            // Then
            assertThat(heard.bytes()).isEqualTo(6);
            assertThat(Duration.ofNanos(clock.nanos() - start)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void listen_toAnEndAndToAReset_tellsThemApart() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RawLine closed = open(address(server));
                RawLine reset = open(address(server))) {
            // Given
            Socket closing = server.accept();
            Socket resetting = server.accept();
            closing.getOutputStream().write(7);
            resetting.setSoLinger(true, 0);
            // When
            closing.close();
            resetting.close();
            RawLine.Heard end = closed.listen(QUIET, WITHIN);
            RawLine.Heard broken = reset.listen(QUIET, WITHIN);
            // Then
            assertThat(end.end()).isEqualTo(RawLine.End.CLOSED);
            assertThat(end.bytes()).isEqualTo(1);
            assertThat(broken.end()).isEqualTo(RawLine.End.RESET);
            assertThat(closed.isStale()).isTrue();
        }
    }

    @Test
    void sendEnd_isReadAsTheEndByTheServer() throws IOException {
        try (ScriptedServer server = new ScriptedServer(ScriptedServer.mute());
                RawLine line = open(server.address())) {
            // When
            line.sendEnd();
            // Then
            assertThat(line.listen(WITHIN, WITHIN).end()).isEqualTo(RawLine.End.CLOSED);
        }
    }

    @Test
    void question_ofGrpc_isAnsweredByARealServerAgainAndAgain() throws Exception {
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .build()
                .start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenSockets().get(0);
        try (RawLine line = open(address)) {
            // Given
            RawQuestion question = RawQuestion.of(Question.parse("grpc:1"), address);
            line.send(question.first());
            RawLine.Heard first = line.listen(QUIET, WITHIN);
            for (int i = 0; i < 20; i++) {
                // When
                line.send(question.again());
                RawLine.Heard again = line.listen(QUIET, WITHIN, 9);
                // Then
                assertThat(again.bytes()).isEqualTo(9);
                assertThat(again.end()).isEqualTo(RawLine.End.SILENT);
            }
            assertThat(first.bytes()).isGreaterThanOrEqualTo(9);
        } finally {
            server.shutdownNow().awaitTermination();
        }
    }

    @Test
    void question_ofHttpAndRedis_isAnsweredAgainOnTheSameConnection() throws IOException {
        try (ScriptedServer http =
                        new ScriptedServer(ScriptedServer.http("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
                ScriptedServer redis = new ScriptedServer(ScriptedServer.afterBytes(14, "+PONG\r\n"))) {
            for (String[] each : List.of(new String[] {"http:1/x", "38"}, new String[] {"redis:1", "7"})) {
                InetSocketAddress address = each[0].startsWith("http") ? http.address() : redis.address();
                RawQuestion question = RawQuestion.of(Question.parse(each[0]), address);
                try (RawLine line = open(address)) {
                    // When
                    line.send(question.first());
                    RawLine.Heard first = line.listen(QUIET, WITHIN);
                    line.send(question.again());
                    RawLine.Heard again = line.listen(QUIET, WITHIN);
                    // Then
                    assertThat(first.bytes()).isEqualTo(Long.parseLong(each[1])).isEqualTo(again.bytes());
                }
            }
        }
        assertThat(RawQuestion.of(Question.parse("tcp:1"), new InetSocketAddress(1))
                        .isKnown())
                .isFalse();
    }
}
