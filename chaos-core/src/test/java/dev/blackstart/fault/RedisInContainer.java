package dev.blackstart.fault;

import dev.blackstart.container.TestEngine;
import dev.blackstart.exchange.Protocol;
import dev.blackstart.exchange.Question;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.docker.ContainersTopology;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/** A real Redis in a container that a test has started, as it would with an annotation; behind a link from {@code app}. */
final class RedisInContainer implements SmallSystem {
    static final int PORT = 6379;

    private final List<String> before = TestEngine.everything();
    private final GenericContainer<?> container =
            new GenericContainer<>(DockerImageName.parse(TestEngine.REDIS)).withExposedPorts(PORT);
    private final ContainersTopology topology = ContainersTopology.start(Path.of("target"), 7);
    private final Link link;

    RedisInContainer() {
        topology.add("db", container, new Readiness(new Question(Protocol.REDIS, PORT, ""), Duration.ofSeconds(10)));
        link = topology.link("app", "db");
        container.start();
    }

    GenericContainer<?> container() {
        return container;
    }

    @Override
    public LinkRef through() {
        return link.ref();
    }

    @Override
    public ReplicaRef behind() {
        return new ReplicaRef("db", 1);
    }

    @Override
    public long ask(int patienceMillis) {
        return ask(link.listener(), patienceMillis);
    }

    static long ask(InetSocketAddress address, int patienceMillis) {
        long start = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(patienceMillis);
            socket.connect(address, patienceMillis);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == '+'
                    ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)
                    : PlainClient.REFUSED;
        } catch (SocketTimeoutException e) {
            return PlainClient.NO_ANSWER;
        } catch (IOException e) {
            return PlainClient.REFUSED;
        }
    }

    /** The port that its engine publishes is another one after each start. */
    @Override
    public List<String> trace() {
        List<String> trace = new ArrayList<>(TestEngine.everything());
        trace.add(Trace.proxies(this).replaceAll("\"upstream\":\"[^\"]*\"", ""));
        return trace;
    }

    @Override
    public List<String> traceOfReplica() {
        return TestEngine.docker(
                "docker",
                "inspect",
                "--format",
                "{{.Id}} {{.State.StartedAt}} {{.State.Status}}",
                container.getContainerId());
    }

    @Override
    public void stopInItsTracks() {
        TestEngine.docker("docker", "pause", container.getContainerId());
    }

    @Override
    public Topology declared() {
        return topology.declared();
    }

    @Override
    public Replica replica(ReplicaRef ref) {
        return topology.replica(ref);
    }

    @Override
    public Link link(LinkRef ref) {
        return topology.link(ref);
    }

    @Override
    public List<Replica> replicas() {
        return topology.replicas();
    }

    @Override
    public List<Link> links() {
        return topology.links();
    }

    @Override
    public void restart(ReplicaRef ref, Duration grace, Cancellation cancellation) {
        topology.restart(ref, grace, cancellation);
    }

    @Override
    public void redeploy(
            String service,
            Map<String, String> environment,
            @Nullable List<String> command,
            Cancellation cancellation) {
        topology.redeploy(service, environment, command, cancellation);
    }

    @Override
    public void startAgain(ReplicaRef ref, Cancellation cancellation) {
        topology.startAgain(ref, cancellation);
    }

    @Override
    public void startAltered(ReplicaRef ref, Alteration alteration, boolean awaitReady, Cancellation cancellation) {
        topology.startAltered(ref, alteration, awaitReady, cancellation);
    }

    @Override
    public boolean startUnaltered(ReplicaRef ref, Cancellation cancellation) {
        return topology.startUnaltered(ref, cancellation);
    }

    /** The container is whoever's it is; then nothing is left of it, or of anything else. */
    @Override
    public void close() {
        topology.close();
        container.stop();
        Assertions.assertThat(TestEngine.everything()).isEqualTo(before);
    }
}
