package dev.blackstart;

import dev.blackstart.fault.ActiveFaults;
import dev.blackstart.fault.BlastRadiusGuard;
import dev.blackstart.fault.FaultFailed;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultSpec;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Safeguard;
import dev.blackstart.heal.HealerProcess;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Journal;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.link.PlainLinks;
import dev.blackstart.report.Evidence;
import dev.blackstart.report.EvidenceFold;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Faults from code, on links to servers that the caller runs: a run without an experiment. It has a folder, a journal of events and a
 * ledger like any other. Thread-safe. Closing reverts what is left, and is idempotent.
 */
public final class ChaosSession implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);

    private final RunFolder folder;
    private final RunClock clock = new RunClock();
    private final Cancellation cancellation = new Cancellation();
    private final PlainLinks links;
    private final Journal journal;
    private final Ledger ledger;
    private final HealerProcess healer;
    private final ScheduledExecutorService scheduler;
    private final ActiveFaults faults;

    private ChaosSession(RunFolder folder, long seed) throws IOException {
        this.folder = folder;
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
        this.links = PlainLinks.start(folder.path(), seed);
        ledger.proxiesInside(links.api());
        this.faults = new ActiveFaults(
                links,
                "",
                BlastRadiusGuard.NONE,
                new Safeguard(ledger, healer, Optional.empty(), false),
                journal.sink(Arm.RUN),
                Host.here(clock, cancellation),
                scheduler,
                seed);
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

    /**
     * Opens one.
     *
     * @param below the folder in which it makes its own, {@code .blackstart/runs/<time>-<id>}
     * @param seed of every draw
     * @throws UncheckedIOException if its folder, its journal or its ledger cannot be made
     * @throws IllegalStateException if runs are halted
     */
    public static ChaosSession open(Path below, long seed) {
        Ledgers.ofUser().requireNotHalted();
        RunFolder folder = RunFolder.choose(below, new RunClock().instant());
        try {
            return new ChaosSession(folder, seed);
        } catch (IOException e) {
            throw new UncheckedIOException(folder.path() + ": a journal cannot be made: " + e.getMessage(), e);
        }
    }

    /** Where its journal lies. */
    public Path folder() {
        return folder.path();
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
        String[] ends = name.split("->", -1);
        if (ends.length != 2 || ends[0].isBlank() || ends[1].isBlank()) {
            throw new IllegalArgumentException("a link is written client->server, not '" + name + "'");
        }
        return links.link(ends[0].strip(), ends[1].strip(), server).listener();
    }

    /**
     * Injects a fault; returns once it is active.
     *
     * @return the ids of its parts, one for each target
     * @throws IllegalArgumentException if there is no such target, or the fault makes no sense there
     * @throws FaultFailed if it could not be injected; nothing is left of it then
     */
    public List<String> inject(FaultSpec fault) {
        return faults.inject(fault.in(links.declared(), faults)).stream()
                .map(FaultId::value)
                .toList();
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

    /** Waits until effect and exposure of a fault that is in force have been seen, for so long at most. */
    public void awaitEvidence(String id, Duration atMost) {
        long end = clock.nanos() + atMost.toNanos();
        while (evidence(id).missing().isPresent() && clock.nanos() < end) {
            cancellation.sleep(LOOK);
        }
    }

    @Override
    public void close() {
        try (journal;
                healer;
                ledger;
                links) {
            faults.close();
        } finally {
            scheduler.shutdownNow();
        }
    }
}
