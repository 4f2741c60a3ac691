package dev.blackstart.heal;

import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.process.ProcessTable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The runner's side of its healer: starts it, tells it once a second that the runner lives, starts another when it dies or
 * stands still, and looks whether it has taken over. Thread-safe. Linux only, as the processes are that it watches over.
 */
public final class HealerProcess implements AutoCloseable {
    /** Says on the pipe that the run has come to its end by itself. */
    static final byte ENDED = 'q';

    /** A sign of life, on either pipe. */
    static final byte ALIVE = '.';

    private static final String TAKEN = "suspended past its leases; the healer took over";
    private static final Duration SUSPENDED = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS_PER_RENEWAL = 5;
    private static final Duration READY_WITHIN = Duration.ofSeconds(15);

    /** A healer answers twice a second; one that is silent this long stands still. */
    private static final Duration SILENT_AFTER = Duration.ofSeconds(10);

    private static final Duration GONE_WITHIN = Duration.ofSeconds(2);
    private static final int MOST_STARTS = 4;
    private static final Duration LIVES_WELL = Duration.ofMinutes(1);

    private final String mainClass;
    private final Ledgers ledgers;
    private final Ledger ledger;
    private final Supplier<Path> logs;
    private final RunClock clock;
    private final Consumer<String> interrupt;
    private final Cancellation closed = new Cancellation();
    private final List<Runnable> whenTaken = new CopyOnWriteArrayList<>();

    // Guarded by this.
    private int starts;
    private @Nullable Current current;

    // Of the thread that accompanies the healer.
    private boolean taken;

    /** The healer of this moment. */
    private record Current(
            Process process, OutputStream pipe, CompletableFuture<Boolean> ready, long started, AtomicLong heard) {}

    /**
     * Starts nothing yet.
     *
     * @param mainClass of the healer
     * @param logs the folder for its log; asked when it is started
     * @param interrupt stops the run, with the reason
     */
    public HealerProcess(
            String mainClass,
            Ledgers ledgers,
            Ledger ledger,
            Supplier<Path> logs,
            RunClock clock,
            Consumer<String> interrupt) {
        this.mainClass = mainClass;
        this.ledgers = ledgers;
        this.ledger = ledger;
        this.logs = logs;
        this.clock = clock;
        this.interrupt = interrupt;
    }

    /**
     * Starts the healer, unless that has been done: before the first thing that would outlive the runner. Returns once its process is
     * there; from then on the end of the runner is not missed. It is ready some tenths of a second later.
     *
     * @throws HealerFailed if it cannot be started
     */
    public synchronized void start() {
        if (current == null && !closed.isCancelled()) {
            accompany(launch(mainClass, ledgers, ledger.run(), logs.get()));
        }
    }

    /** The same with a process that was started before there was a ledger. */
    public synchronized void accompany(Launched healer) {
        current = current(healer.process());
        Thread thread = new Thread(this::attend, "blackstart-healer");
        thread.setDaemon(true);
        thread.start();
    }

    /** The process of a healer that nobody accompanies yet. It ends with its runner; where it finds no ledger it has nothing to do. */
    public record Launched(Process process) implements AutoCloseable {
        /** Nobody needs it: the end of its pipe is its own end. */
        @Override
        public void close() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                process.destroyForcibly();
            }
        }
    }

    /**
     * Starts the process alone: before the ledger is made, so that no run that has one dies unseen. It runs in a session of its own, in
     * nobody's folder, and without the run's marker: nothing that ends the run may end it.
     *
     * @param logs the folder for its log
     * @throws HealerFailed if it cannot be started
     */
    public static Launched launch(String mainClass, Ledgers ledgers, String run, Path logs) {
        ProcessBuilder builder = new ProcessBuilder(command(mainClass, ledgers, run))
                .directory(new File("/"))
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        logs.resolve("healer.log").toFile()));
        builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL"));
        try {
            return new Launched(builder.start());
        } catch (IOException e) {
            throw new HealerFailed("the healer cannot be started: " + e.getMessage(), e);
        }
    }

    private Current current(Process process) {
        starts++;
        ProcessTable.identityOf(process.pid()).ifPresent(ledger::startedHealer);
        long now = clock.nanos();
        Current launched =
                new Current(process, process.getOutputStream(), new CompletableFuture<>(), now, new AtomicLong(now));
        Thread listener = new Thread(() -> listen(launched), "blackstart-healer-answers");
        listener.setDaemon(true);
        listener.start();
        return launched;
    }

    private static List<String> command(String mainClass, Ledgers ledgers, String run) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xms4m",
                "-Xmx256m",
                "-Xss256k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=16m",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Xlog:disable",
                "-Xlog:all=error:stderr"));
        String home = System.getProperty("blackstart.home");
        if (home != null && Files.exists(Path.of(home, "healer.jsa"))) {
            command.add("-XX:SharedArchiveFile=" + Path.of(home, "healer.jsa"));
        }
        command.addAll(List.of(
                "-cp", classPath(), mainClass, ledgers.root().toAbsolutePath().toString(), run));
        return command;
    }

    /** Ours, from every folder. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Until it has died: the first answer says that it watches. */
    private void listen(Current healer) {
        try (InputStream answers = healer.process().getInputStream()) {
            while (answers.read() >= 0) {
                healer.heard().set(clock.nanos());
                healer.ready().complete(true);
            }
        } catch (IOException e) {
            // As good as its end.
            LoggerFactory.getLogger(HealerProcess.class).debug("the healer's answers end", e);
        }
        healer.ready().complete(false);
    }

    /** Calls this, on a thread of this class, when the healer has taken over. It must be bounded in time. */
    public void whenTaken(Runnable action) {
        whenTaken.add(action);
    }

    /**
     * Waits until the healer watches; at once when it does already.
     *
     * @throws HealerFailed if it does not get ready
     * @throws Cancelled if the run is interrupted
     */
    public void awaitReady(Cancellation cancellation) {
        CompletableFuture<Boolean> ready;
        synchronized (this) {
            if (current == null) {
                throw new HealerFailed("no healer has been started");
            }
            ready = current.ready();
        }
        try {
            if (cancellation.await(ready, READY_WITHIN)) {
                return;
            }
        } catch (TimeoutException | ExecutionException e) {
            throw new HealerFailed("the healer is not ready within " + READY_WITHIN.toSeconds() + " s", e);
        }
        throw new HealerFailed(
                "the healer died before it was ready; see " + logs.get().resolve("healer.log"));
    }

    /** @throws Cancelled if the healer has taken over, because this process was suspended */
    public void checkNotTaken() {
        if (ledger.isTaken()) {
            throw new Cancelled(TAKEN);
        }
    }

    private void attend() {
        try {
            long before = clock.nanos();
            for (int look = 0; ; look++) {
                noteWhetherTaken();
                long now = clock.nanos();
                // After a sleep of this very process what the healer said meanwhile is still on the pipe.
                boolean overslept = now - before > SUSPENDED.toNanos();
                before = now;
                if (!renew(look % LOOKS_PER_RENEWAL == 0, overslept)) {
                    return;
                }
                closed.sleep(LOOK);
            }
        } catch (Cancelled over) {
            return;
        }
    }

    /** Before anything else what is in this process is taken back: the healer could not reach it. */
    private void noteWhetherTaken() {
        if (taken || !ledger.isTaken()) {
            return;
        }
        taken = true;
        interrupt.accept(TAKEN);
        whenTaken.forEach(HealerProcess::tried);
    }

    /** What fails here the end of the arm tries again, and reports. */
    private static void tried(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(HealerProcess.class).debug("left to the end of the arm", e);
        }
    }

    private synchronized boolean renew(boolean say, boolean overslept) {
        if (current == null || closed.isCancelled()) {
            return false;
        }
        if (overslept) {
            current.heard().set(clock.nanos());
        }
        Duration patience = current.ready().isDone() ? SILENT_AFTER : READY_WITHIN;
        boolean works =
                current.process().isAlive() && clock.nanos() - current.heard().get() < patience.toNanos();
        try {
            if (works && say) {
                current.pipe().write(ALIVE);
                current.pipe().flush();
            }
        } catch (IOException e) {
            works = false;
        }
        return works || startAnother();
    }

    private boolean startAnother() {
        String why = "it dies again and again; see " + logs.get().resolve("healer.log");
        try {
            if (current != null) {
                current.process().destroyForcibly();
                starts = clock.nanos() - current.started() > LIVES_WELL.toNanos() ? 0 : starts;
            }
            if (starts < MOST_STARTS) {
                current = current(
                        launch(mainClass, ledgers, ledger.run(), logs.get()).process());
                return true;
            }
        } catch (RuntimeException e) {
            why = String.valueOf(e.getMessage());
        }
        interrupt.accept("the healer died, and no other can be started: " + why);
        return false;
    }

    /** The run has ended, and its ledger is closed: lets the healer go. Waits for it for two seconds at most. Idempotent. */
    @Override
    public void close() {
        closed.cancel("the run has ended");
        Current leaving;
        synchronized (this) {
            leaving = current;
            current = null;
        }
        if (leaving == null) {
            return;
        }
        try (OutputStream pipe = leaving.pipe()) {
            pipe.write(ENDED);
            pipe.flush();
        } catch (IOException e) {
            // It has died; there is nothing more that it could do.
            return;
        }
        try {
            boolean unused = leaving.process().waitFor(GONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
