package dev.blackstart.session;

import dev.blackstart.HealerMain;
import dev.blackstart.RunFolder;
import dev.blackstart.Version;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.ExperimentInvalid;
import dev.blackstart.fault.ActiveFaults;
import dev.blackstart.fault.BlastRadiusGuard;
import dev.blackstart.fault.FaultAction;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultRequest;
import dev.blackstart.fault.FaultSpec;
import dev.blackstart.fault.FaultType;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Pace;
import dev.blackstart.fault.Safeguard;
import dev.blackstart.heal.HealerProcess;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Journal;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.load.CodeWorkload;
import dev.blackstart.plan.ProcessesHere;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.report.Evidence;
import dev.blackstart.report.EvidenceFold;
import dev.blackstart.slo.Objective;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.process.ProcessTable;
import dev.blackstart.topology.process.ProcessTopology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Faults from code: a run without an experiment. It has a folder, a journal of events and a ledger like any other. Thread-safe. Closing
 * reverts what is left, ends what it has started, and is idempotent.
 */
public final class ChaosSession implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration LONGEST_SHOWING = Duration.ofSeconds(30);

    private static final String TURNS =
            "tests that share what it is on have to take turns, in JUnit by a @ResourceLock";

    private final RunFolder folder;
    private final long seed;
    private final RunClock clock = new RunClock();
    private final Cancellation cancellation = new Cancellation();
    private final Journal journal;
    private final Ledger ledger;
    private final HealerProcess healer;
    private final ScheduledExecutorService scheduler;
    private final SessionLinks links;
    private final ActiveFaults faults;
    private final Mitigation mitigation;

    // Guarded by this.
    private Optional<ProcessTopology> processes = Optional.empty();
    private Optional<Drill> drill = Optional.empty();
    private boolean closed;

    private ChaosSession(RunFolder folder, String title, long seed) throws IOException {
        this.folder = folder;
        this.seed = seed;
        folder.make();
        Ledgers ledgers = Ledgers.ofUser();
        this.ledger = ledgers.open(
                folder.runId(),
                folder.path(),
                clock.instant(),
                ProcessTable.identityOf(ProcessHandle.current().pid()));
        this.journal = journal();
        this.healer = new HealerProcess(
                HealerMain.class.getName(), ledgers, ledger, folder::logs, clock, cancellation::cancel);
        this.scheduler = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "blackstart-scheduler");
            thread.setDaemon(true);
            return thread;
        });
        journal.sink(Arm.RUN).add(started(title));
        this.links = new SessionLinks(folder.path(), seed, ledger);
        Safeguard safeguard = new Safeguard(ledger, healer, Optional.empty(), false, TURNS);
        this.faults = new ActiveFaults(
                links.topology(),
                // Other sessions may have faults on the same links, whose toxics are named by these.
                folder.runId().substring(folder.runId().lastIndexOf('-') + 1) + ".",
                BlastRadiusGuard.NONE,
                safeguard,
                events(),
                Host.here(clock, cancellation).at(Pace.TEST),
                scheduler,
                seed);
        this.mitigation = new Mitigation(links.topology(), faults, safeguard, events(), clock, cancellation);
        healer.whenTaken(faults::revertAll);
    }

    private Event.RunStarted started(String title) {
        return new Event.RunStarted(
                Version.FORMAT,
                folder.runId(),
                "",
                "",
                title,
                seed,
                Version.text(),
                Runtime.version().toString(),
                System.getProperty("os.name") + "-" + System.getProperty("os.version") + "-"
                        + System.getProperty("os.arch"),
                "",
                Map.of(),
                Declared.NOTHING);
    }

    /** What has been opened before is closed again where it cannot be made. */
    private Journal journal() throws IOException {
        try {
            return Journal.create(folder.events(), clock);
        } catch (IOException e) {
            ledger.close();
            throw e;
        }
    }

    private EventSink events() {
        return journal.sink(Arm.TREATMENT);
    }

    /**
     * Opens one.
     *
     * @param runs the folder in which it makes its own, {@code <time>-<id>}
     * @param title what it is about, for whoever reads its journal
     * @param seed of every draw
     * @throws UncheckedIOException if its folder, its journal or its ledger cannot be made
     * @throws IllegalStateException if runs are halted
     */
    public static ChaosSession open(Path runs, String title, long seed) {
        Ledgers.ofUser().requireNotHalted();
        RunFolder folder = RunFolder.choose(runs.toAbsolutePath(), new RunClock().instant());
        try {
            return new ChaosSession(folder, title, seed);
        } catch (IOException e) {
            throw new UncheckedIOException(folder.path() + ": a journal cannot be made: " + e.getMessage(), e);
        }
    }

    /** Where its journal lies. */
    public Path folder() {
        return folder.path();
    }

    /** Of every draw. */
    public long seed() {
        return seed;
    }

    /** The journal so far. */
    public List<Entry> entries() {
        return journal.entries();
    }

    /** What this machine lacks for any topology of processes, and what would do; empty when it lacks nothing. */
    public static List<String> missingForTopologies() {
        return ProcessesHere.missing(System.getenv());
    }

    /**
     * Starts the servers of a topology file, which end with the session; blocks until all are ready.
     *
     * @param file absolute
     * @param shownAs the file as messages name it
     * @return for another session to join while this one is open
     * @throws ExperimentInvalid with everything that is wrong with the file
     * @throws dev.blackstart.topology.TopologyFailed if a server does not start; nothing of the topology is left then
     * @throws IllegalStateException if it has been started already
     */
    public synchronized RunningTopology start(Path file, String shownAs) {
        requireOpen();
        if (processes.isPresent()) {
            throw new IllegalStateException("this session runs a topology already");
        }
        List<Problem> problems = new ArrayList<>();
        Topology topology = ProcessesHere.read(file, shownAs, System.getenv(), problems)
                .filter(read -> problems.isEmpty())
                .orElseThrow(() -> new ExperimentInvalid(problems));
        healer.start();
        ProcessTopology started = ProcessTopology.start(
                topology,
                folder.runId(),
                seed,
                folder.logs(),
                ledger,
                events(),
                clock,
                cancellation,
                new Cancellation());
        processes = Optional.of(started);
        links.topology().join(started);
        return started;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the session is over, and its faults and its load with it");
        }
    }

    /** Adds a topology that somebody else has started, and closes after this session. */
    public void join(RunningTopology other) {
        other.proxiesInside().forEach(ledger::proxiesInside);
        links.topology().join(other);
    }

    /**
     * A link through a fault proxy; asked for again it is the same.
     *
     * @param name {@code client->server}
     * @param server where the server listens, or will
     * @return where the client connects to
     * @throws IllegalArgumentException if the name is not of that form, or the server of that name listens elsewhere
     */
    public InetSocketAddress link(String name, InetSocketAddress server) {
        return links.link(name, server);
    }

    /**
     * A link to a service that is known: one that its topology declares, or a new one for somebody who is none of its services.
     *
     * @param name {@code client->service}, or {@code client->service:port} where the service has several
     * @return where the client connects to
     * @throws IllegalArgumentException if there is no such service, or several links are meant
     */
    public InetSocketAddress link(String name) {
        return links.link(name);
    }

    /** Why a fault cannot be injected on this machine, and what would do; empty when it can. */
    public List<String> unavailable(FaultSpec fault) {
        Topology declared = links.topology().declared();
        return FaultAction.unavailable(fault.in(declared), declared);
    }

    /**
     * Puts a load on the system, which goes on until the session ends.
     *
     * @param timeScale the windows of the objective's alert are divided by it, at least 1
     * @throws IllegalArgumentException if so few answers could never set off the alert
     * @throws IllegalStateException if there is a load already
     */
    public synchronized Drill load(CodeWorkload<?> workload, Objective objective, double timeScale) {
        requireOpen();
        if (drill.isPresent()) {
            throw new IllegalStateException("there is a load already; one test has one");
        }
        Drill started = Drill.start(
                workload, objective, timeScale, new Drill.Surroundings(journal, clock, cancellation, scheduler));
        drill = Optional.of(started);
        return started;
    }

    /**
     * Reads a playbook.
     *
     * @param file absolute
     * @param shownAs the file as messages name it
     * @throws ExperimentInvalid with everything that is wrong with the file
     */
    public Playbook playbook(Path file, String shownAs) {
        return mitigation.read(file, shownAs);
    }

    /**
     * Carries out a playbook under a load; blocks until its steps are done.
     *
     * @return why it did not work, as a sentence without a full stop; empty when it did
     */
    public Optional<String> mitigate(Playbook playbook, Drill under) {
        return mitigation.carryOut(playbook, under);
    }

    /** Carries out a piece of code as a mitigation; throws what it throws. */
    public void mitigate(String name, Runnable code) {
        mitigation.carryOut(name, code);
    }

    /** Whether any fault is in force. */
    public boolean isUnderFault() {
        return !faults.inForce().isEmpty();
    }

    /**
     * Injects a fault; returns once it is active. Under a load, the first one of several waits for a steady baseline.
     *
     * @return the ids of its parts, one for each target
     * @throws IllegalArgumentException if there is no such target, or the fault makes no sense there
     * @throws FaultFailed if it could not be injected; nothing is left of it then
     */
    public List<String> inject(FaultSpec fault) {
        FaultRequest request = fault.in(links.topology().declared(), faults);
        if (request.parts().stream()
                .anyMatch(part -> part.driver().type().lifetime() == FaultType.Lifetime.BEYOND_RUNNER)) {
            healer.start();
        }
        underLoad().filter(load -> !isUnderFault()).ifPresent(Drill::awaitBaseline);
        return faults.inject(request).stream().map(FaultId::value).toList();
    }

    private synchronized Optional<Drill> underLoad() {
        return drill;
    }

    /**
     * Reverts it, and sees that it is gone; nothing happens if it is already reverted.
     *
     * @throws FaultFailed if there is no such fault, or it could not be reverted
     */
    public void revert(String id) {
        faults.revert(new FaultId(id));
    }

    /** What has been measured of a fault so far. */
    public Evidence evidence(String id) {
        return EvidenceFold.of(journal.entries(), id);
    }

    /**
     * Waits until effect and exposure of a fault that is in force have been seen, for so long at most. Where traffic has met it, and its
     * effect takes time to show, for that time longer, half a minute at most: what is delayed shows it when it comes.
     */
    public void awaitEvidence(String id, Duration atMost) {
        if (atMost.isZero()) {
            return;
        }
        Duration within = faults.showsWithin(new FaultId(id));
        Duration shows = within.compareTo(LONGEST_SHOWING) < 0 ? within : LONGEST_SHOWING;
        long start = clock.nanos();
        for (Evidence seen = evidence(id); seen.missing().isPresent(); seen = evidence(id)) {
            Duration longest = seen.exposed() ? atMost.plus(shows) : atMost;
            if (clock.nanos() - start >= longest.toNanos()) {
                return;
            }
            if (seen.effect()) {
                // Otherwise looked at every second, which a short block of a test does not last.
                faults.sampleTraffic();
            }
            cancellation.sleep(LOOK);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (journal;
                healer;
                ledger;
                links) {
            try {
                faults.close();
            } finally {
                drill.ifPresent(Drill::close);
                processes.ifPresent(ProcessTopology::close);
                journal.sink(Arm.RUN).add(new Event.RunEnded());
            }
        } finally {
            scheduler.shutdownNow();
        }
    }
}
