package dev.blackstart.topology.process;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TopologyFailed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One replica as a local process, across its restarts. */
final class ReplicaProcess implements Replica {
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);

    private final ReplicaRef ref;
    private final ReplicaView view;
    private final String runId;
    private final Path log;
    private final Ledger ledger;
    private final EventSink events;

    // Guarded by this.
    private final Map<String, String> environment;
    private List<String> command;
    private @Nullable Process process;
    private @Nullable ProcessIdentity identity;
    private CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final List<ProcessIdentity> everyIdentity = new ArrayList<>();
    private final Set<Long> asked = new HashSet<>();

    ReplicaProcess(ReplicaRef ref, ReplicaView view, String runId, Path logs, Ledger ledger, EventSink events) {
        this.ref = ref;
        this.view = view;
        this.runId = runId;
        this.log = logs.resolve(ref.service() + "-" + ref.ordinal() + ".log");
        this.ledger = ledger;
        this.events = events;
        this.environment = new HashMap<>(view.service().environment());
        this.command = view.service().process();
    }

    /** Starts the process; its intent is in the ledger first. Does not wait for it to be ready. */
    synchronized void start() {
        List<String> words = new ArrayList<>(List.of("setsid"));
        command.forEach(word -> words.add(view.rewrite(word)));
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(view.folder().toFile());
        builder.environment().keySet().removeIf(name -> !name.equals("PATH") && !name.equals("JAVA_HOME"));
        environment.forEach((name, value) -> builder.environment().put(name, view.rewrite(value)));
        builder.environment().put("BLACKSTART_RUN", runId);
        builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        ledger.ownProcess(ref.toString());
        try {
            Files.writeString(
                    log,
                    "--- " + ref + ": " + String.join(" ", words.subList(1, words.size())) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            Process started = builder.start();
            ProcessIdentity own =
                    ProcessTable.identityOf(started.pid()).orElseGet(() -> new ProcessIdentity(started.pid(), 0, ""));
            process = started;
            identity = own;
            everyIdentity.add(own);
            ledger.startedProcess(ref.toString(), own);
            exit = new CompletableFuture<>();
            events.add(new Event.ReplicaStarted(ref.toString(), own.toString(), namedPorts()));
            follow(started, own, exit);
        } catch (IOException e) {
            throw new TopologyFailed(ref + " could not be started: " + e.getMessage());
        }
    }

    private Map<String, Integer> namedPorts() {
        Map<String, Integer> named = new HashMap<>();
        view.ports().forEach((name, port) -> named.put(String.valueOf(name), port));
        return named;
    }

    private void follow(Process started, ProcessIdentity own, CompletableFuture<Integer> ended) {
        var unused = started.onExit().thenAccept(gone -> {
            boolean expected;
            synchronized (this) {
                expected = asked.contains(own.pid());
            }
            events.add(new Event.ReplicaEnded(ref.toString(), own.toString(), gone.exitValue(), expected));
            ended.complete(gone.exitValue());
        });
    }

    /** Ends the process and everything in its session: TERM, then KILL after the grace. Returns when it is gone. */
    void end(Duration grace, Cancellation cancellation) {
        ProcessIdentity own;
        CompletableFuture<Integer> ended;
        synchronized (this) {
            own = identity;
            ended = exit;
            if (own != null) {
                asked.add(own.pid());
            }
        }
        if (own == null) {
            return;
        }
        ProcessTable.signalGroup(own, "CONT");
        ProcessTable.signalGroup(own, "TERM");
        try {
            cancellation.await(ended, grace);
        } catch (TimeoutException | ExecutionException e) {
            ProcessTable.signalGroup(own, "KILL");
        }
        ProcessTable.endSession(own.pid());
        awaitEnd();
    }

    /** Says that the end of the process, from now on, is wanted. */
    synchronized void expectEnd() {
        if (identity != null) {
            asked.add(identity.pid());
        }
    }

    /** Waits until the killed process has been reaped and its end is in the journal. */
    void awaitEnd() {
        CompletableFuture<Integer> ended;
        synchronized (this) {
            if (process == null) {
                return;
            }
            ended = exit;
        }
        try {
            ended.get(AFTER_KILL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new TopologyFailed(ref + " could not be ended within " + AFTER_KILL.toSeconds() + " s: " + identity);
        }
    }

    /** What the next start uses. */
    synchronized void change(Map<String, String> changes, @Nullable List<String> newCommand) {
        environment.putAll(changes);
        if (newCommand != null && !newCommand.isEmpty()) {
            command = List.copyOf(newCommand);
        }
    }

    synchronized List<ProcessIdentity> everyIdentity() {
        return List.copyOf(everyIdentity);
    }

    @Override
    public ReplicaRef ref() {
        return ref;
    }

    @Override
    public Service service() {
        return view.service();
    }

    @Override
    public synchronized Incarnation incarnation() {
        if (identity == null) {
            throw new TopologyFailed(ref + " has not been started");
        }
        return new Incarnation.LocalProcess(identity);
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
        Integer actual = view.ports().get(port);
        if (actual == null) {
            throw new IllegalArgumentException(
                    ref + " has no port " + port + "; known: " + view.ports().keySet());
        }
        return new InetSocketAddress("127.0.0.1", actual);
    }

    @Override
    public List<String> lastLogLines(int lines) {
        try {
            byte[] bytes = Files.readAllBytes(log);
            int from = Math.max(0, bytes.length - 64 * 1024);
            List<String> all = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            List<String> own =
                    all.stream().filter(line -> !line.startsWith("--- " + ref)).toList();
            return own.subList(Math.max(0, own.size() - lines), own.size());
        } catch (IOException e) {
            return List.of();
        }
    }
}
