package dev.blackstart;

import dev.blackstart.arm.ArmRun;
import dev.blackstart.document.Json;
import dev.blackstart.document.Problem;
import dev.blackstart.engine.ArmContext;
import dev.blackstart.engine.Dry;
import dev.blackstart.engine.DynamicConfiguration;
import dev.blackstart.engine.Interruptions;
import dev.blackstart.engine.Signals;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentInvalid;
import dev.blackstart.experiment.Extension;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Journal;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.plan.Plan;
import dev.blackstart.provider.Providers;
import dev.blackstart.report.ChaosToolkitJournal;
import dev.blackstart.report.Outcome;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Runs experiments: the front door. One instance is one run. */
public final class Blackstart {
    private final RunRequest request;
    private final RunObserver observer;
    private final Plan plan;
    private final RunClock clock = new RunClock();
    private final Interruptions interruptions = new Interruptions();
    private final Providers providers;
    private final RunFolder folder;

    private Blackstart(RunRequest request, RunObserver observer) {
        this.request = request;
        this.observer = observer;
        this.plan = request.plan();
        this.providers = new Providers(request.functions(), request.surroundings());
        this.folder = RunFolder.create(request.surroundings().folder(), clock.instant());
    }

    /**
     * Runs an experiment; blocks until it is over and everything it started has ended. SIGINT and SIGTERM stop it.
     *
     * @throws ExperimentInvalid when its configuration cannot be resolved; nothing has been started then
     * @throws UncheckedIOException when a journal cannot be written; whatever was started has ended by then
     */
    public static RunResult run(RunRequest request, RunObserver observer) {
        return new Blackstart(request, observer).run();
    }

    private RunResult run() {
        List<Problem> unresolved = Configuration.resolve(
                        plan.experiment(),
                        request.surroundings().environment(),
                        request.overrides(),
                        Configuration.DynamicValues.NONE)
                .problems();
        if (!unresolved.isEmpty()) {
            throw new ExperimentInvalid(unresolved);
        }
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "blackstart-scheduler");
            thread.setDaemon(true);
            return thread;
        });
        Signals signals = Signals.listen(Signals.OF_A_RUN, interruptions::interrupt);
        try (signals;
                Journal journal = Journal.create(folder.events(), clock)) {
            journal.listen(observer::entry);
            var unused = scheduler.scheduleAtFixedRate(
                    () -> observer.tick(clock.instant()), 1000, 1000, TimeUnit.MILLISECONDS);
            conduct(journal, scheduler);
            return finish(journal.entries());
        } catch (IOException e) {
            throw new UncheckedIOException(folder.events() + ": cannot be written: " + e.getMessage(), e);
        } finally {
            scheduler.shutdownNow();
        }
    }

    private void conduct(Journal journal, ScheduledExecutorService scheduler) throws IOException {
        journal.sink(Arm.RUN).add(started());
        Optional<Ledger> ledger = plan.topology().isPresent()
                ? Optional.of(Ledgers.ofUser().open(folder.runId(), folder.path(), clock.instant()))
                : Optional.empty();
        try {
            ArmRun.Surroundings surroundings = new ArmRun.Surroundings(
                    folder.runId(),
                    clock,
                    journal,
                    ledger,
                    folder.logs(),
                    interruptions,
                    providers,
                    this::resolve,
                    new AtomicLong(),
                    scheduler);
            new ArmRun(plan, Arm.TREATMENT, surroundings).conduct(request.strategies());
            if (plan.playbook().isPresent()
                    && plan.extension()
                                    .map(Extension::control)
                                    .map(Extension.ControlArm::runs)
                                    .orElse(0)
                            > 0
                    && OutcomeFold.wantsControl(journal.entries())) {
                new ArmRun(plan, Arm.CONTROL, surroundings.logsIn(folder.logs("control")))
                        .conduct(request.strategies().forControl());
            }
        } finally {
            journal.sink(Arm.RUN).add(new Event.RunEnded());
            if (ledger.isPresent()) {
                ledger.get().close();
            }
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

    private RunResult finish(List<Entry> entries) throws IOException {
        String journal = Json.pretty(ChaosToolkitJournal.fold(OutcomeFold.withoutControl(entries)));
        Files.writeString(folder.path().resolve("journal.json"), journal);
        try {
            Files.writeString(request.journalPath(), journal);
        } catch (IOException e) {
            throw new IOException("--journal-path " + request.journalPath() + ": " + e.getMessage(), e);
        }
        Outcome outcome = OutcomeFold.of(entries);
        return new RunResult(outcome, folder.path());
    }
}
