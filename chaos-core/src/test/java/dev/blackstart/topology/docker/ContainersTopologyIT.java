package dev.blackstart.topology.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.blackstart.container.NeedsEngine;
import dev.blackstart.container.TestEngine;
import dev.blackstart.exchange.Question;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TopologyFailed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** Containers that this test starts, and others do things to, by the engine's own command. */
@NeedsEngine
@Timeout(60)
final class ContainersTopologyIT {
    private static final ReplicaRef DB = new ReplicaRef("db", 1);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final List<String> before = TestEngine.everything();
    private final GenericContainer<?> container = redis();
    private final ContainersTopology topology = ContainersTopology.start(Path.of("target"), 7);

    private static GenericContainer<?> redis() {
        return new GenericContainer<>(DockerImageName.parse(TestEngine.REDIS)).withExposedPorts(6379);
    }

    @BeforeEach
    void named() {
        topology.add("db", container);
    }

    @AfterEach
    void nothingIsLeft() {
        topology.close();
        container.stop();
        assertThat(TestEngine.everything()).isEqualTo(before);
    }

    private static boolean answers(Link link) {
        return answers(link.listener());
    }

    private static boolean answers(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(1_000);
            socket.connect(address, 1_000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+';
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void link_beforeTheContainerIsStarted_refuses_andThenLeadsToIt() {
        // Given
        Link link = topology.link("app", "db");
        assertThat(answers(link)).isFalse();
        // When
        container.start();
        // Then
        await().atMost(Duration.ofSeconds(1)).until(() -> answers(link));
        assertThat(topology.link("app", "db")).isSameAs(link);
        assertThat(topology.declared().links()).containsExactly(link.ref());
        assertThat(topology.declared().service("db").orElseThrow().kind()).isEqualTo(Service.Kind.CONTAINER);
    }

    @Test
    void startedAgainBySomebodyElse_isFollowedByLinkAndReplica() {
        // Given
        container.start();
        Link link = topology.link("app", "db");
        Replica db = topology.replica(DB);
        Incarnation first = db.incarnation();
        CompletableFuture<Integer> exit = db.exit();
        assertThat(answers(link)).isTrue();
        // When
        String id = container.getContainerId();
        TestEngine.docker("sh", "-c", "docker kill " + id + " && docker start " + id);
        // Then
        await().atMost(SOON).until(() -> answers(link));
        assertThat(exit).isCompletedWithValue(137);
        assertThat(db.incarnation()).isNotEqualTo(first);
        assertThat(db.incarnation().unique()).isNotEqualTo(first.unique());
        assertThat(answers(db.address(6379))).isTrue();
        assertThat(db.exit()).isNotDone();
    }

    @Test
    void anotherContainerInItsPlace_isFollowedToo() {
        // Given
        container.start();
        Link link = topology.link("app", "db");
        Incarnation first = topology.replica(DB).incarnation();
        // When
        container.stop();
        // Then
        assertThat(topology.replica(DB).isRunning()).isFalse();
        container.start();
        await().atMost(SOON).until(() -> answers(link));
        assertThat(topology.replica(DB).incarnation()).isNotEqualTo(first);
    }

    @Test
    void linkOfAContainerThatIsDown_doesNotReachWhoeverHasItsPortNow() {
        // Given
        container.start();
        Link link = topology.link("app", "db");
        InetSocketAddress was = topology.replica(DB).address(6379);
        CompletableFuture<Integer> exit = topology.replica(DB).exit();
        TestEngine.docker("docker", "kill", container.getContainerId());
        await().atMost(SOON).until(exit::isDone);
        // When
        String other = TestEngine.docker(
                        "docker", "run", "--detach", "--rm", "--publish", was.getPort() + ":6379", TestEngine.REDIS)
                .get(0);
        try {
            await().atMost(SOON).until(() -> answers(was));
            // Then
            assertThat(answers(link)).isFalse();
        } finally {
            TestEngine.docker("docker", "rm", "--force", other);
        }
    }

    @Test
    void notStarted_saysWhatWouldDo() {
        assertThatThrownBy(() -> topology.replica(DB).incarnation())
                .isInstanceOf(TopologyFailed.class)
                .hasMessageContaining("container 'db' has not started")
                .hasMessageContaining("start()");
        assertThatThrownBy(() -> topology.startAgain(DB, new Cancellation()))
                .hasMessageContaining("container 'db' has not started");
    }

    @Test
    void link_thatCannotBe_saysWhatWould() {
        topology.add("queue", new GenericContainer<>(DockerImageName.parse(TestEngine.REDIS)));
        topology.add("both", redis().withExposedPorts(6379, 80));
        assertThatThrownBy(() -> topology.link("app", "dp")).hasMessageContaining("did you mean db?");
        assertThatThrownBy(() -> topology.link("app", "queue")).hasMessageContaining("withExposedPorts");
        assertThatThrownBy(() -> topology.link("app", "both")).hasMessageContaining("6379, 80");
        assertThatThrownBy(() -> topology.link("app", "both", 81)).hasMessageContaining("does not expose port 81");
        assertThatThrownBy(() -> topology.add("db", redis())).hasMessageContaining("another container already");
        topology.link("app", "db");
        assertThatThrownBy(() -> topology.replica(new ReplicaRef("app", 1))).hasMessageContaining("only a name");
    }

    /** An engine accepts connections for it all the same. */
    @Test
    void startAgain_nobodyListensInIt_failsWithItsLastLines() {
        // Given
        GenericContainer<?> deaf = redis().withCommand("sh", "-c", "echo a word; sleep 60")
                .waitingFor(new org.testcontainers.containers.wait.strategy.AbstractWaitStrategy() {
                    @Override
                    protected void waitUntilReady() {}
                });
        topology.add("deaf", deaf, new Readiness(Question.parse("tcp:6379"), Duration.ofSeconds(1)));
        deaf.start();
        try {
            // When / Then
            assertThatThrownBy(() -> topology.restart(new ReplicaRef("deaf", 1), Duration.ZERO, new Cancellation()))
                    .isInstanceOf(TopologyFailed.class)
                    .hasMessageContaining("container 'deaf' was not ready within 1s (tcp:6379)")
                    .hasMessageContaining("a word");
        } finally {
            deaf.stop();
        }
    }

    @Test
    void startAgain_containerThatEnded_isThereWhenItReturns() {
        // Given
        container.start();
        Link link = topology.link("app", "db");
        TestEngine.docker("docker", "kill", container.getContainerId());
        // When
        topology.startAgain(DB, new Cancellation());
        // Then
        assertThat(answers(link)).isTrue();
        assertThat(topology.replica(DB).lastLogLines(3)).hasSize(3).allMatch(line -> !line.isEmpty());
    }

    @Test
    void close_leavesTheContainer() {
        // Given
        container.start();
        InetSocketAddress address = topology.replica(DB).address(6379);
        // When
        topology.close();
        // Then
        assertThat(answers(address)).isTrue();
    }
}
