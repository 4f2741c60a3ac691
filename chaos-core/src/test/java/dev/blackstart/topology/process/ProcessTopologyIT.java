package dev.blackstart.topology.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.blackstart.document.Problem;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyFailed;
import dev.blackstart.topology.TopologyReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProcessTopologyIT {
    private static final String SERVER = "java -XX:TieredStopAtLevel=1 -Xshare:auto -cp "
            + Path.of("target/test-classes").toAbsolutePath() + " " + TinyServer.class.getName();
    private static final ReplicaRef API = new ReplicaRef("api", 1);

    @TempDir
    private Path folder;

    private final RunClock clock = new RunClock();
    private final Cancellation cancellation = new Cancellation();
    private final Cancellation hurry = new Cancellation();
    private final Recorded events = new Recorded();
    // Several of these tests may run on one machine: what this one looks for is only its own.
    private final String unique = String.valueOf(System.nanoTime());
    private final String mark = "mark-" + unique;
    private final List<ProcessTopology> started = new ArrayList<>();
    private Ledger ledger;

    @BeforeEach
    void open() {
        ledger = new Ledgers(folder.resolve("state")).open("run-" + mark, folder, clock.instant());
    }

    @AfterEach
    void close() {
        started.forEach(ProcessTopology::close);
        ledger.close();
        assertThat(Scan.commandLines(mark)).as("processes left behind").isEmpty();
    }

    private Topology read(String yaml) throws IOException {
        Path file = folder.resolve("topology.yaml");
        Files.writeString(
                file, yaml.replace("SERVER", SERVER).replace("MARK", mark).replace("UNIQUE", unique));
        List<Problem> problems = new ArrayList<>();
        return TopologyReader.read(file, "topology.yaml", problems).orElseThrow(() -> new AssertionError(problems));
    }

    private ProcessTopology start(String yaml) throws IOException {
        ProcessTopology topology = ProcessTopology.start(
                read(yaml), "run-" + mark, 7, folder.resolve("logs"), ledger, events, clock, cancellation, hurry);
        started.add(topology);
        return topology;
    }

    private static String ask(InetSocketAddress address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + address.getHostString() + ":" + address.getPort() + "/"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static final String TWO_SERVICES = """
            services:
              web:
                depends_on: [api]
                environment:
                  UPSTREAM: http://api:8080/x
                  HOST_APART: "{host:api}"
                  PORT_APART: "{port:api:8080}"
                x-blackstart:
                  process: SERVER {port:8080} MARK api:8080
                  ready: http:8080/healthz
                  links: ["api:8080"]
              api:
                x-blackstart:
                  process: SERVER {port:8080} MARK 'two words'
                  ready: http:8080
            """;

    @Test
    void start_twoServicesOnTheSamePort_eachHasItsOwnAndSeesItsPeerThroughTheLink() throws Exception {
        // When
        try (ProcessTopology topology = start(TWO_SERVICES)) {
            // Then
            LinkRef ref = new LinkRef(new ReplicaRef("web", 1), API, 8080);
            InetSocketAddress listener = topology.link(ref).listener();
            String listens = "127.0.0.1:" + listener.getPort();
            String web = ask(topology.replica(new ReplicaRef("web", 1)).address(8080));
            assertThat(web)
                    .contains(mark + " " + listens)
                    .contains("UPSTREAM=http://" + listens + "/x")
                    .contains("HOST_APART=127.0.0.1")
                    .contains("PORT_APART=" + listener.getPort())
                    .contains("BLACKSTART_RUN=run-" + mark)
                    .contains("PATH=")
                    .doesNotContain("HOME=/");
            assertThat(ask(listener)).contains(mark + " two words");
            assertThat(topology.link(ref).traffic().accepted()).isPositive();
            assertThat(events.of(Event.ReplicaReady.class))
                    .extracting(Event.ReplicaReady::replica)
                    .containsExactly("api#1", "web#1");
        }
        assertThat(events.of(Event.ReplicaEnded.class)).hasSize(2).allMatch(Event.ReplicaEnded::asked);
        assertThat(folder.resolve("logs/web-1.log")).content().contains("tiny server");
    }

    @Test
    void start_serviceThatDiesAtOnce_saysItsStatusAndLastLinesAndLeavesNothing() throws Exception {
        // Given
        String yaml = TWO_SERVICES.replace("MARK 'two words'", "MARK die");

        // When, then
        assertThatThrownBy(() -> start(yaml))
                .isInstanceOf(TopologyFailed.class)
                .hasMessageContaining("api#1 ended with status 3 before it was ready")
                .hasMessageContaining("cannot go on: no such feature flag");
    }

    @Test
    void start_serviceThatNeverAnswers_failsAtItsDeadlineAndLeavesNothing() throws Exception {
        // Given
        String yaml = """
                services:
                  slow:
                    x-blackstart:
                      process: sh -c 'echo waiting MARK {port:8080}; exec sleep 321.UNIQUE'
                      ready: tcp:8080
                      ready-within: 600ms
                """;

        // When, then
        assertThatThrownBy(() -> start(yaml))
                .isInstanceOf(TopologyFailed.class)
                .hasMessageContaining("slow#1 was not ready within 600ms")
                .hasMessageContaining("waiting " + mark);
        assertThat(Scan.commandLines("sleep 321." + unique)).isEmpty();
    }

    @Test
    void start_fixedPortIsTaken_saysByWhom() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            String yaml = "services:\n  api:\n    x-blackstart:\n      process: SERVER " + taken.getLocalPort()
                    + " MARK\n      ready: http:" + taken.getLocalPort() + "\n";

            // When, then
            assertThatThrownBy(() -> start(yaml))
                    .isInstanceOf(TopologyFailed.class)
                    .hasMessageContaining("api#1 cannot be started: its port " + taken.getLocalPort()
                            + " is taken by pid " + ProcessHandle.current().pid() + " (")
                    .hasMessageContaining("{port:" + taken.getLocalPort() + "}");
        }
    }

    @Test
    void start_cancelled_leavesNothing() throws Exception {
        // Given
        String yaml = """
                services:
                  slow:
                    x-blackstart:
                      process: sh -c 'echo MARK {port:8080}; exec sleep 322.UNIQUE'
                      ready: tcp:8080
                """;
        CompletableFuture<Throwable> thrown = CompletableFuture.supplyAsync(() -> {
            try (ProcessTopology topology = start(yaml)) {
                return new AssertionError("started: " + topology.replicas());
            } catch (IOException | RuntimeException e) {
                return e;
            }
        });
        await().until(() -> !Scan.commandLines("sleep 322." + unique).isEmpty());

        // When
        cancellation.cancel("SIGINT");

        // Then
        assertThat(thrown.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
        assertThat(Scan.commandLines("sleep 322." + unique)).isEmpty();
    }

    @Test
    void restart_keepsThePortAndChangesTheIncarnation() throws Exception {
        try (ProcessTopology topology = start(TWO_SERVICES)) {
            // Given
            InetSocketAddress before = topology.replica(API).address(8080);
            Incarnation first = topology.replica(API).incarnation();

            // When
            topology.restart(API, Duration.ofSeconds(5), cancellation);

            // Then
            assertThat(topology.replica(API).address(8080)).isEqualTo(before);
            assertThat(topology.replica(API).incarnation()).isNotEqualTo(first);
            assertThat(ask(before)).contains(mark);
        }
    }

    @Test
    void redeploy_changedEnvironment_isRewrittenAndStays() throws Exception {
        try (ProcessTopology topology = start(TWO_SERVICES)) {
            // Given
            ReplicaRef web = new ReplicaRef("web", 1);
            String listens = "127.0.0.1:"
                    + topology.link(new LinkRef(web, API, 8080)).listener().getPort();

            // When
            topology.redeploy("web", Map.of("UPSTREAM", "dns:///api:8080"), null, cancellation);

            // Then
            assertThat(ask(topology.replica(web).address(8080))).contains("UPSTREAM=dns:///" + listens);
            assertThatThrownBy(() -> topology.redeploy("api", Map.of("X", "web:8080"), null, cancellation))
                    .hasMessageContaining("redeploy of 'api' names web:8080, which it has no link to");
        }
    }

    @Test
    void redeploy_toAReplicaItself_isRefusedBeforeAnythingIsRestarted() throws Exception {
        try (ProcessTopology topology = start(TWO_SERVICES)) {
            // Given
            ReplicaRef web = new ReplicaRef("web", 1);
            Incarnation before = topology.replica(web).incarnation();
            int direct = topology.replica(API).address(8080).getPort();

            // When / Then
            assertThatThrownBy(() -> topology.redeploy(
                            "web", Map.of("UPSTREAM", "http://localhost:" + direct + "/x"), null, cancellation))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("redeploy of 'web' names port " + direct + ", which is api:8080 itself");
            assertThat(topology.replica(web).incarnation()).isEqualTo(before);
        }
    }

    @Test
    void exit_journalThatTakesNothingMore_comesAllTheSame() throws Exception {
        // Given
        Topology declared = read(TWO_SERVICES);
        EventSink broken = new EventSink() {
            @Override
            public void add(Event event) {
                if (event instanceof Event.ReplicaEnded) {
                    throw new IllegalStateException("No space left on device");
                }
            }

            @Override
            public void add(Instant at, Event event) {}
        };
        ProcessTopology topology = ProcessTopology.start(
                declared, "run-" + mark, 7, folder.resolve("logs"), ledger, broken, clock, cancellation, hurry);
        started.add(topology);
        CompletableFuture<Integer> exit = topology.replica(API).exit();

        // When
        topology.close();

        // Then
        assertThat(exit.get(5, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void close_whenItHurries_doesNotWaitForAServiceThatIgnoresSigterm() throws Exception {
        // Given
        ProcessTopology topology = start("""
                services:
                  a:
                    x-blackstart:
                      process: sh -c "trap '' TERM; exec SERVER {port:8080} MARK"
                      ready: http:8080
                """);
        hurry.cancel("SIGINT");
        long before = clock.nanos();

        // When
        topology.close();

        // Then: it would have 1.5 s otherwise
        assertThat(Duration.ofNanos(clock.nanos() - before)).isLessThan(Duration.ofMillis(1_400));
    }

    @Test
    void startAgain_afterACrash_isReadyOnTheSamePort() throws Exception {
        try (ProcessTopology topology = start(TWO_SERVICES)) {
            // Given
            Incarnation.LocalProcess first =
                    (Incarnation.LocalProcess) topology.replica(API).incarnation();
            ProcessHandle.of(first.identity().pid()).orElseThrow().destroyForcibly();
            assertThat(topology.replica(API).exit().get(5, TimeUnit.SECONDS)).isEqualTo(137);

            // When
            topology.startAgain(API, cancellation);

            // Then
            assertThat(ask(topology.replica(API).address(8080))).contains(mark);
            assertThat(events.of(Event.ReplicaEnded.class))
                    .singleElement()
                    .satisfies(ended -> assertThat(ended.asked()).isFalse());
        }
    }

    @Test
    void close_descendantsThatHideAndIgnoreSigterm_areGoneInTime() throws Exception {
        // Given: one clears its environment and forks twice in the same session, one opens a session but keeps the
        // marker,
        // one is stopped, and one ignores SIGTERM.
        Path script = folder.resolve("daemons.sh");
        Files.writeString(
                script,
                ("(env -i sh -c 'sleep 901.UNIQUE & exit' &)\n"
                                + "setsid sleep 902.UNIQUE &\n"
                                + "sleep 903.UNIQUE & p=$!; until grep -q sleep /proc/$p/comm; do :; done; kill -STOP $p\n"
                                + "sh -c 'trap \"\" TERM; sleep 904.UNIQUE; sleep 904.UNIQUE' &\n"
                                + "exec " + SERVER + " $1 " + mark + "\n")
                        .replace("UNIQUE", unique));
        String yaml = """
                services:
                  api:
                    x-blackstart:
                      process: sh daemons.sh {port:8080}
                      ready: http:8080
                """;
        List<String> all =
                List.of("sleep 901." + unique, "sleep 902." + unique, "sleep 903." + unique, "sleep 904." + unique);
        ProcessTopology topology = start(yaml);
        await().untilAsserted(() ->
                assertThat(all).allMatch(each -> !Scan.commandLines(each).isEmpty()));
        long before = clock.nanos();

        // When
        topology.close();

        // Then
        assertThat(Duration.ofNanos(clock.nanos() - before)).isLessThan(Duration.ofSeconds(4));
        assertThat(all).allMatch(each -> Scan.commandLines(each).isEmpty());
        topology.close();
    }
}
