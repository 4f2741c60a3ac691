package dev.blackstart.topology.process;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TopologyFailed;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One replica as a local process, across its restarts. */
final class ReplicaProcess implements Replica {
    private static final Duration REAPED_WITHIN = Duration.ofSeconds(1);

    /** Held by whoever restarts the replica, until it is ready; never by those who only look. */
    final Object changing = new Object();

    private final ReplicaRef ref;
    private final ReplicaView view;
    private final String runId;
    private final long tag;
    private final ReplicaLog log;
    private final Ledger ledger;
    private final OwnedProcesses owned;
    private final EventSink events;
    private final RunClock clock;

    // Guarded by this.
    private final Map<String, String> environment;
    private List<String> command;
    private Optional<Alteration> alteration = Optional.empty();
    private @Nullable Current current;

    /** The incarnation of this moment. */
    private static final class Current {
        private final Process process;
        private final ProcessIdentity identity;
        private final CompletableFuture<Integer> exit = new CompletableFuture<>();
        private volatile boolean endAsked;

        Current(Process process, ProcessIdentity identity) {
            this.process = process;
            this.identity = identity;
        }
    }

    ReplicaProcess(
            ReplicaRef ref,
            ReplicaView view,
            String runId,
            long tag,
            Path logs,
            Ledger ledger,
            OwnedProcesses owned,
            EventSink events,
            RunClock clock) {
        this.ref = ref;
        this.runId = runId;
        this.tag = tag;
        this.view = view;
        this.log = new ReplicaLog(ref, logs);
        this.ledger = ledger;
        this.owned = owned;
        this.events = events;
        this.clock = clock;
        this.environment = new HashMap<>(view.service().environment());
        this.command = view.service().process();
    }

    /**
     * Starts the process; its intent is in the ledger first. Does not wait for it to be ready.
     *
     * @throws TopologyFailed if it cannot be started
     */
    synchronized void start() {
        Ports.requireFree(ref, view.ports());
        List<String> words = new ArrayList<>(alteration.map(Alteration::wrapper).orElse(List.of()));
        command.stream().map(view::rewrite).forEach(words::add);
        ledger.ownProcess(ref.toString());
        try {
            log.begin(clock.instant(), words);
            Process process = builder(words).start();
            // One that is gone already has no identity that anybody could meet again.
            ProcessIdentity identity =
                    ProcessTable.identityOf(process.pid()).orElseGet(() -> new ProcessIdentity(process.pid(), 0, ""));
            Current started = new Current(process, identity);
            // First of all what its end needs: neither ledger nor journal may come in between.
            current = started;
            owned.add(identity);
            ledger.startedProcess(ref.toString(), identity);
            events.add(new Event.ReplicaStarted(ref.toString(), identity.toString(), namedPorts()));
            var unused = process.onExit().thenAccept(gone -> ended(started, gone.exitValue()));
        } catch (IOException e) {
            throw new TopologyFailed(ref + " could not be started in " + view.folder() + ": " + e.getMessage());
        }
    }

    /** A session of its own, so that a signal reaches the whole of it and Ctrl-C none of it; tagged, so that no daemon is lost. */
    private ProcessBuilder builder(List<String> words) {
        List<String> inSession = new ArrayList<>(ProcessTag.prefix(tag));
        inSession.add("setsid");
        inSession.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(inSession).directory(view.folder().toFile());
        builder.environment().keySet().retainAll(List.of("PATH", "JAVA_HOME"));
        environment.forEach((name, value) -> builder.environment().put(name, view.rewrite(value)));
        alteration.ifPresent(altered -> builder.environment().putAll(altered.environment()));
        builder.environment().put(OwnedProcesses.MARKER, runId);
        return builder.redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
    }

    private Map<String, Integer> namedPorts() {
        Map<String, Integer> named = new TreeMap<>();
        view.ports().forEach((name, port) -> named.put(String.valueOf(name), port));
        return named;
    }

    private void ended(Current gone, int status) {
        try {
            events.add(new Event.ReplicaEnded(ref.toString(), gone.identity.toString(), status, gone.endAsked));
        } finally {
            gone.exit.complete(status);
        }
    }

    /**
     * Ends the process and everything in its session: TERM, then KILL after the grace. Returns when all of it is gone.
     *
     * @throws TopologyFailed if something cannot be ended
     */
    void end(Duration grace, Cancellation cancellation) {
        Current leaving = expectEnd();
        if (leaving == null) {
            return;
        }
        List<ProcessTable.Row> left = OwnedProcesses.ofReplica(leaving.identity).end(grace, cancellation);
        awaitReaped(leaving);
        if (!left.isEmpty()) {
            throw new TopologyFailed(ref + " could not be ended: " + left);
        }
    }

    /** Says that the end of the process, from now on, is wanted; null when it has never been started. */
    synchronized @Nullable Current expectEnd() {
        if (current != null) {
            current.endAsked = true;
        }
        return current;
    }

    /** Waits until the end of the process is in the journal. */
    void awaitReaped() {
        Current leaving = expectEnd();
        if (leaving != null) {
            awaitReaped(leaving);
        }
    }

    private static void awaitReaped(Current leaving) {
        try {
            leaving.exit.get(REAPED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // Whether it is gone has been seen in the process table; this only waits for its status.
            return;
        }
    }

    /** What the next start uses. */
    synchronized void change(Map<String, String> changes, @Nullable List<String> newCommand) {
        environment.putAll(changes);
        if (newCommand != null && !newCommand.isEmpty()) {
            command = List.copyOf(newCommand);
        }
    }

    /** How the next starts differ from what is declared; empty: not at all. */
    synchronized void alter(Optional<Alteration> next) {
        alteration = next;
    }

    @Override
    public synchronized Optional<Alteration> alteration() {
        return alteration;
    }

    private synchronized Current started() {
        if (current == null) {
            throw new IllegalStateException(ref + " has not been started");
        }
        return current;
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
    public Incarnation incarnation() {
        return new Incarnation.LocalProcess(started().identity);
    }

    @Override
    public synchronized boolean isRunning() {
        return current != null && current.process.isAlive();
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return started().exit.copy();
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
        return log.last(lines);
    }
}
