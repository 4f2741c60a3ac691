package dev.blackstart.fault;

import dev.blackstart.exchange.Protocol;
import dev.blackstart.exchange.Question;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A replica that is a real process in a session of its own. */
public final class ServerReplica implements Replica, AutoCloseable {
    static final int PORT = 8080;

    private final ReplicaRef ref;
    private final int actualPort;
    private @Nullable Process process;
    private @Nullable ProcessIdentity identity;
    private CompletableFuture<Integer> exit = new CompletableFuture<>();
    private Optional<Alteration> alteration = Optional.empty();

    ServerReplica(ReplicaRef ref) {
        this.ref = ref;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            actualPort = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void start() {
        launch();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> PlainClient.ask(address(PORT), 1_000) >= 0);
    }

    /** Does not wait for it to be ready. */
    synchronized void launch() {
        try {
            List<String> words = new ArrayList<>(List.of("setsid"));
            alteration.ifPresent(altered -> words.addAll(altered.wrapper()));
            words.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    SmallServer.class.getName(),
                    String.valueOf(actualPort)));
            ProcessBuilder builder = new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            alteration.ifPresent(altered -> builder.environment().putAll(altered.environment()));
            Process started = builder.start();
            process = started;
            CompletableFuture<Integer> ended = new CompletableFuture<>();
            exit = ended;
            var unused = started.onExit().thenAccept(gone -> ended.complete(gone.exitValue()));
            identity = ProcessTable.identityOf(started.pid()).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void alter(Optional<Alteration> next) {
        alteration = next;
    }

    @Override
    public synchronized Optional<Alteration> alteration() {
        return alteration;
    }

    @Override
    public ReplicaRef ref() {
        return ref;
    }

    @Override
    public Service service() {
        return new Service(
                ref.service(),
                1,
                List.of(),
                Map.of(),
                List.of(PORT),
                List.of(),
                List.of(),
                new Readiness(new Question(Protocol.HTTP, PORT, "/"), Duration.ofSeconds(10)));
    }

    synchronized ProcessIdentity identity() {
        if (identity == null) {
            throw new IllegalStateException(ref + " was not started");
        }
        return identity;
    }

    @Override
    public Incarnation incarnation() {
        return new Incarnation.LocalProcess(identity());
    }

    @Override
    public synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public synchronized CompletableFuture<Integer> exit() {
        return exit;
    }

    @Override
    public InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), actualPort);
    }

    @Override
    public List<String> lastLogLines(int lines) {
        return List.of();
    }

    /** Ends it as an operator does who restarts it. */
    void end() {
        ProcessIdentity leaving = identity();
        // The wrapper of an alteration may have groups of its own in the session, and start one more at any moment.
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> {
            List<ProcessTable.Row> left = ProcessTable.all().stream()
                    .filter(row -> row.session() == leaving.pid())
                    .toList();
            left.forEach(row -> ProcessHandle.of(row.pid()).ifPresent(ProcessHandle::destroyForcibly));
            return left.isEmpty() && !isRunning();
        });
    }

    @Override
    public void close() {
        end();
    }
}
