package dev.blackstart.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AskersIT {
    private static final Duration WITHIN = Duration.ofSeconds(5);

    private final RunClock clock = new RunClock();
    private final OwnEnds ends = new OwnEnds();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private ScriptedServer server(ScriptedServer.Script script) throws IOException {
        ScriptedServer server = new ScriptedServer(script);
        open.add(server);
        return server;
    }

    private Asker asker(String question, ScriptedServer server) {
        Asker asker = Askers.open(Question.parse(question), server.address(), clock, ends);
        open.add(asker);
        return asker;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello | true | 200",
                "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5;x=y\\r\\nhello\\r\\n0\\r\\n\\r\\n | true | 200",
                "HTTP/1.1 103 Early Hints\\r\\n\\r\\nHTTP/1.1 204 No Content\\r\\n\\r\\n | true | 204",
                "HTTP/1.1 302 Found\\r\\nContent-Length: 0\\r\\n\\r\\n | true | 302",
                "HTTP/1.1 503 Busy\\r\\nContent-Length: 0\\r\\n\\r\\n | false | 503"
            })
    void ask_httpAgainAndAgain_usesTheConnectionsOpenedInAdvance(String answer, boolean ok, String detail)
            throws IOException {
        // Given
        ScriptedServer server =
                server(ScriptedServer.http(answer.replace("\\r", "\r").replace("\\n", "\n")));
        Asker asker = asker("http:80/healthz", server);
        asker.connect(WITHIN);
        // When
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(asker.ask(WITHIN).join());
        }
        // Then
        assertThat(answers).extracting(Answer::ok).containsOnly(ok);
        assertThat(answers).extracting(Answer::detail).containsOnly(detail);
        assertThat(server.clientPorts).hasSize(SocketAsker.READY);
        assertThat(ends.all())
                .hasSize(SocketAsker.READY)
                .containsAll(answers.stream().map(Answer::localAddress).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "+PONG, true, PONG",
        "-NOAUTH Authentication required., true, NOAUTH Authentication required.",
        "-LOADING in memory, false, LOADING in memory"
    })
    void ask_redis_countsEveryReplyButLoading(String reply, boolean ok, String detail) throws IOException {
        // Given
        Asker asker = asker("redis:6379", server(ScriptedServer.afterBytes(14, reply + "\r\n")));
        // When
        Answer answer = asker.ask(WITHIN).join();
        // Then
        assertThat(answer.ok()).isEqualTo(ok);
        assertThat(answer.detail()).isEqualTo(detail);
    }

    @Test
    void ask_postgres_takesAConnectionForEachExchange() throws IOException {
        // Given
        ScriptedServer server = server(ScriptedServer.afterBytes(8, "N"));
        Asker asker = asker("postgres:5432", server);
        asker.connect(WITHIN);
        // When
        Answer first = asker.ask(WITHIN).join();
        Answer second = asker.ask(WITHIN).join();
        // Then
        assertThat(List.of(first, second)).extracting(Answer::detail).containsOnly("N");
        assertThat(first.localAddress()).isNotEqualTo(second.localAddress());
        await().until(() -> server.clientPorts.size() == SocketAsker.READY + 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:80/", "redis:1", "postgres:1", "grpc:1"})
    void ask_serverThatSaysNothing_timesOutAfterTheTimeGiven(String question) throws IOException {
        // Given
        Asker asker = asker(question, server(ScriptedServer.mute()));
        // When
        Answer answer = asker.ask(Duration.ofMillis(300)).join();
        // Then
        assertThat(answer.ok()).isFalse();
        assertThat(answer.detail()).isEqualTo("timeout after 300ms");
        assertThat(answer.took()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:80/", "redis:1", "postgres:1", "tcp:1", "grpc:1"})
    void ask_nobodyListens_isRefused(String question) throws IOException {
        // Given
        ScriptedServer server = server((in, out) -> {});
        server.close();
        // When
        Answer answer = asker(question, server).ask(WITHIN).join();
        // Then
        assertThat(answer.ok()).isFalse();
        assertThat(answer.detail()).isEqualTo("connection refused");
        assertThat(ends.all()).as("noted before it was tried").isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:80/", "redis:1", "postgres:1", "tcp:1", "grpc:1"})
    void ownEnd_isKnownWhenTheOtherSideSeesTheConnection(String question) throws IOException {
        // Given: a server that never says a word, as behind a stalled link
        List<String> seen = new CopyOnWriteArrayList<>();
        ScriptedServer silent = new ScriptedServer((port, in, out) -> {
            seen.add("127.0.0.1:" + port + (ends.contains("127.0.0.1:" + port) ? " known" : " unknown"));
            ScriptedServer.mute().serve(in, out);
        });
        open.add(silent);
        Asker asker = asker(question, silent);
        // When
        asker.connect(Duration.ofMillis(200));
        var unused = asker.ask(Duration.ofMillis(200)).join();
        // Then
        await().until(() -> !seen.isEmpty());
        assertThat(seen).allMatch(each -> each.endsWith(" known"));
    }

    @Test
    void ask_serverCutIdleConnections_opensAnother() throws IOException {
        // Given
        ScriptedServer server = server(ScriptedServer.afterBytes(14, "+PONG\r\n"));
        Asker asker = asker("redis:6379", server);
        asker.connect(WITHIN);
        await().until(() -> server.clientPorts.size() == SocketAsker.READY);
        server.cut();
        // When
        Answer answer = asker.ask(WITHIN).join();
        // Then
        assertThat(answer.ok()).as(answer.detail()).isTrue();
        assertThat(server.clientPorts).hasSize(SocketAsker.READY + 1);
    }

    @Test
    void ask_moreThanTheBoundAtOnce_isBusyWithoutWaiting() throws IOException {
        // Given
        CountDownLatch go = new CountDownLatch(1);
        Asker asker = asker("postgres:1", server((in, out) -> {
            await().atMost(WITHIN).until(() -> go.getCount() == 0);
            out.write('S');
        }));
        List<CompletableFuture<Answer>> asked = new ArrayList<>();
        for (int i = 0; i < Exchanges.MAX_IN_FLIGHT; i++) {
            asked.add(asker.ask(WITHIN));
        }
        // When
        CompletableFuture<Answer> oneMore = asker.ask(WITHIN);
        // Then
        assertThat(oneMore).isDone();
        assertThat(oneMore.join().detail()).isEqualTo("busy");
        go.countDown();
        assertThat(asked).allSatisfy(each -> assertThat(each.join().ok()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:80/", "grpc:1"})
    void close_whileAsking_cancelsAndMayBeRepeated(String question) throws IOException {
        // Given
        Asker asker = asker(question, server(ScriptedServer.mute()));
        CompletableFuture<Answer> answer = asker.ask(WITHIN);
        // When
        asker.close();
        asker.close();
        // Then
        assertThat(answer).isCancelled();
        assertThat(asker.ask(WITHIN).join().detail()).isEqualTo("closed");
    }

    @Test
    void took_slowServer_isTheServersTimeAndNotTheHandshakes() throws IOException {
        // Given
        ScriptedServer server = server((in, out) -> {
            in.read();
            new Cancellation().sleep(Duration.ofMillis(200));
            out.write('S');
        });
        Asker asker = asker("postgres:1", server);
        asker.connect(WITHIN);
        // When
        Answer answer = asker.ask(WITHIN).orTimeout(5, TimeUnit.SECONDS).join();
        // Then
        assertThat(answer.took()).isBetween(Duration.ofMillis(199), Duration.ofMillis(1_500));
    }
}
