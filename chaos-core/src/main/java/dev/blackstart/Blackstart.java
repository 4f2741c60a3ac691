package dev.blackstart;

import dev.blackstart.arm.ActivityProcesses;
import dev.blackstart.arm.ArmRun;
import dev.blackstart.document.Json;
import dev.blackstart.document.Problem;
import dev.blackstart.engine.ArmContext;
import dev.blackstart.engine.Dry;
import dev.blackstart.engine.DynamicConfiguration;
import dev.blackstart.engine.Interruptions;
import dev.blackstart.engine.Signals;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentInvalid;
import dev.blackstart.experiment.Extension;
import dev.blackstart.fault.Debugger;
import dev.blackstart.fault.Safeguard;
import dev.blackstart.heal.HealerFailed;
import dev.blackstart.heal.HealerProcess;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Journal;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.plan.Plan;
import dev.blackstart.provider.Providers;
import dev.blackstart.provider.StartedProcesses;
import dev.blackstart.report.ChaosToolkitJournal;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs experiments: the front door. One instance is one run. */
public final class Blackstart {
    private final RunRequest request;
    private final RunObserver observer;
    private final Plan plan;
    private final RunClock clock = new RunClock();
    private final Interruptions interruptions;
    private final Ledgers ledgers = Ledgers.ofUser();
    private final RunFolder folder;
    private final Optional<Safeguard> safeguard;
    private final Providers providers;
    private final List<String> notWritten = new ArrayList<>();

    private Blackstart(RunRequest request, RunObserver observer, Interruptions interruptions) {
        this.request = request;
        this.observer = observer;
        this.interruptions = interruptions;
        this.plan = request.plan();
        this.folder = RunFolder.choose(request.runs(), clock.instant());
        this.safeguard = safeguarded();
        this.providers = new Providers(
                request.functions(),
                request.surroundings(),
                safeguard
                        .<StartedProcesses>map(guard -> new ActivityProcesses(guard.ledger(), guard.healer()))
                        .orElse(StartedProcesses.UNRECORDED));
    }

    private Optional<Safeguard> safeguarded() {
        ledgers.requireNotHalted();
        Optional<HealerProcess.Launched> healer = launchHealer();
        Optional<Safeguard> made = Optional.empty();
        try {
            made = ledger().map(this::safeguard);
            made.ifPresent(guard -> healer.ifPresent(guard.healer()::accompany));
            return made;
        } finally {
            if (made.isEmpty() && healer.isPresent()) {
                healer.get().close();
                folder.forget();
            }
        }
    }

    /** Before the ledger. Empty where it is not needed from the start; where it cannot be started, that is tried and told later. */
    private Optional<HealerProcess.Launched> launchHealer() {
        if (plan.topology().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    HealerProcess.launch(HealerMain.class.getName(), ledgers, folder.runId(), folder.logs()));
        } catch (HealerFailed e) {
            return Optional.empty();
        }
    }

    /**
     * Before anything else is made. Empty when none can be kept and the run is Chaos Toolkit's and nothing more, which needs none: it
     * injects nothing that we would have to take back.
     */
    private Optional<Ledger> ledger() {
        try {
            return Optional.of(ledgers.open(
                    folder.runId(),
                    folder.path(),
                    clock.instant(),
                    ProcessTable.identityOf(ProcessHandle.current().pid())));
        } catch (UncheckedIOException e) {
            if (plan.extension().isPresent()) {
                throw e;
            }
            LoggerFactory.getLogger(Blackstart.class)
                    .warn("If this run is killed, 'blackstart heal' will not find it: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Safeguard safeguard(Ledger ledger) {
        HealerProcess healer = new HealerProcess(
                HealerMain.class.getName(), ledgers, ledger, folder::logs, clock, interruptions::interrupt);
        Debugger.warning(plan.settings().longestLease())
                .ifPresent(warning -> LoggerFactory.getLogger(Blackstart.class).warn("{}", warning));
        return new Safeguard(
                ledger, healer, plan.settings().longestLease().map(BlastRadius.Limit::most), request.waits());
    }

    /**
     * Runs an experiment; blocks until it is over and everything it started has ended. SIGINT, SIGTERM and SIGHUP stop it.
     *
     * @return also when a journal cannot be written: {@link RunResult#notWritten} says so, and a run without its journal of events is
     *     inconclusive
     * @throws ExperimentInvalid when its configuration cannot be resolved; nothing has been started or made then
     * @throws UncheckedIOException when the run's folder or its ledger cannot be made; nothing has been started then
     * @throws IllegalStateException when runs are halted; nothing has been started or made then
     */
    public static RunResult run(RunRequest request, RunObserver observer) {
        Interruptions interruptions = new Interruptions();
        Signals signals = Signals.listen(Signals.OF_A_RUN, interruptions::interrupt);
        try (signals) {
            return run(request, observer, interruptions);
        }
    }

    /** The same inside of something larger, which has its own ways to stop: no signal is listened to. */
    public static RunResult run(RunRequest request, RunObserver observer, Interruptions interruptions) {
        requireConfiguration(request);
        return new Blackstart(request, observer, interruptions).run();
    }

    private static void requireConfiguration(RunRequest request) {
        List<Problem> unresolved = Configuration.resolve(
                        request.plan().experiment(),
                        request.surroundings().environment(),
                        request.overrides(),
                        Configuration.DynamicValues.NONE)
                .problems();
        if (!unresolved.isEmpty()) {
            throw new ExperimentInvalid(unresolved);
        }
    }

    private RunResult run() {
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "blackstart-scheduler");
            thread.setDaemon(true);
            return thread;
        });
        try (Journal journal = journal();
                Watch watch = new Watch(observer, clock)) {
            journal.listen(watch::entry);
            conduct(journal, scheduler);
            writeJournals(journal.entries());
            // Not before everything is written: it is how 'heal' knows a run that was killed on its way.
            safeguard.ifPresent(this::close);
            return new RunResult(OutcomeFold.of(journal.entries()), folder.path(), notWritten);
        } finally {
            scheduler.shutdownNow();
            safeguard.ifPresent(this::close);
        }
    }

    private Journal journal() {
        folder.make();
        try {
            return Journal.create(folder.events(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(folder.events() + ": cannot be made: " + e.getMessage(), e);
        }
    }

    private void conduct(Journal journal, ScheduledExecutorService scheduler) {
        journal.sink(Arm.RUN).add(started());
        try {
            arms(new ArmRun.Surroundings(
                    folder.runId(),
                    clock,
                    journal,
                    safeguard,
                    folder.logs(),
                    interruptions,
                    providers,
                    this::resolve,
                    new AtomicLong(),
                    scheduler));
        } finally {
            journal.failure().ifPresent(why -> {
                notWritten.add(folder.events() + ": " + why);
                journal.sink(Arm.RUN).add(new Event.RunAborted("its journal of events is not whole: " + why));
            });
            journal.sink(Arm.RUN).add(new Event.RunEnded());
        }
    }

    private void arms(ArmRun.Surroundings surroundings) {
        new ArmRun(plan, Arm.TREATMENT, surroundings).conduct(request.strategies());
        int controlRuns = plan.extension()
                .map(Extension::control)
                .map(Extension.ControlArm::runs)
                .orElse(0);
        if (plan.playbook().isPresent()
                && controlRuns > 0
                && surroundings.journal().failure().isEmpty()
                && OutcomeFold.wantsControl(surroundings.journal().entries())) {
            new ArmRun(plan, Arm.CONTROL, surroundings.logsIn(folder.logs("control")))
                    .conduct(request.strategies().forControl());
        }
    }

    private void close(Safeguard safeguard) {
        try {
            safeguard.ledger().close();
        } catch (UncheckedIOException e) {
            notWritten.add(String.valueOf(e.getMessage()));
        } finally {
            // What could not be taken back is the healer's now.
            safeguard.healer().close();
        }
    }

    /** The file's own configuration wins over the addresses of services. */
    private Configuration resolve(ArmContext context, Map<String, @Nullable Object> addresses) {
        Configuration own = Configuration.resolve(
                plan.experiment(),
                request.surroundings().environment(),
                request.overrides(),
                new DynamicConfiguration(context, interruptions.current()));
        if (addresses.isEmpty()) {
            return own;
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(addresses);
        values.putAll(own.values());
        return new Configuration(values, own.secrets(), own.problems());
    }

    private Event.RunStarted started() {
        Experiment experiment = plan.experiment();
        Map<String, @Nullable Object> document =
                new LinkedHashMap<>(experiment.document().plain());
        Dry dry = request.strategies().dry();
        document.put("dry", dry == Dry.NONE ? null : dry.spelling());
        return new Event.RunStarted(
                Version.FORMAT,
                folder.runId(),
                experiment.source(),
                Hashes.sha256(request.surroundings().folder().resolve(experiment.source())),
                experiment.title(),
                plan.extension().map(Extension::seed).orElse(0L),
                Version.text(),
                Runtime.version().toString(),
                System.getProperty("os.name") + "-" + System.getProperty("os.version") + "-"
                        + System.getProperty("os.arch"),
                Hashes.hostName(),
                document,
                plan.declared());
    }

    private void writeJournals(List<Entry> entries) {
        String journal = Json.pretty(ChaosToolkitJournal.fold(OutcomeFold.withoutControl(entries)));
        Path own = folder.path().resolve("journal.json");
        write(own, own.toString(), journal);
        request.journalPath().ifPresent(path -> write(path, "--journal-path " + path, journal));
    }

    private void write(Path file, String shown, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            notWritten.add(shown + ": cannot be written: " + e.getMessage());
        }
    }
}
