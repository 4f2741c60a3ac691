package dev.blackstart.cli;

import dev.blackstart.Blackstart;
import dev.blackstart.KilledRuns;
import dev.blackstart.RunObserver;
import dev.blackstart.RunRequest;
import dev.blackstart.RunResult;
import dev.blackstart.engine.Dry;
import dev.blackstart.engine.HypothesisStrategy;
import dev.blackstart.engine.RollbackStrategy;
import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.ExperimentInvalid;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.heal.Heal;
import dev.blackstart.journal.Entry;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.plan.Plan;
import dev.blackstart.plan.Planner;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.report.Console;
import dev.blackstart.report.Summary;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs an experiment and writes its journal. */
@Command(
        name = "run",
        description = "Run an experiment.",
        footer = {"", "Exits with 0: held; 1: deviated, failed or refused; 2: wrong usage; 3: inconclusive."})
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    Main main;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Parameters(paramLabel = "SOURCE", description = "The experiment: a .json, .yaml or .yml file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    String source;

    @Option(
            names = "--journal-path",
            paramLabel = "FILE",
            description = "Where the journal goes (default: ${DEFAULT-VALUE}).")
    Path journalPath = Path.of("journal.json");

    @Option(
            names = "--dry",
            paramLabel = "WHAT",
            description = "What is left out: probes, actions, activities (both), or pause.")
    @Nullable String dry;

    @Option(names = "--no-validation", description = "Run it without checking it first.")
    boolean noValidation;

    @Option(
            names = "--rollback-strategy",
            paramLabel = "WHEN",
            description = "When to roll back: default, always, never or deviated (default: as the experiment says).")
    @Nullable String rollbackStrategy;

    @Option(
            names = "--hypothesis-strategy",
            paramLabel = "WHEN",
            description =
                    "When to look for the steady state: default, before-method-only or after-method-only (default: as the experiment says).")
    @Nullable String hypothesisStrategy;

    @Option(
            names = "--wait",
            description = "Wait while another run's fault is on the same thing; without it such a fault is refused.")
    boolean waits;

    @Option(names = "--hypothesis-frequency", hidden = true)
    double hypothesisFrequency = 1;

    @Option(names = "--fail-fast", hidden = true)
    boolean failFast;

    @Option(
            names = "--var",
            paramLabel = "KEY[:TYPE]=VALUE",
            description = "Override a value of the configuration; may be repeated.")
    List<String> variables = List.of();

    @Option(
            names = "--var-file",
            paramLabel = "FILE",
            description = "Override configuration and secrets with those of a file; may be repeated.")
    List<Path> variableFiles = List.of();

    @Option(names = "--control-file", hidden = true)
    List<Path> controlFiles = List.of();

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() {
        main.configureLog();
        Dry left = dry();
        Overrides overrides = overrides();
        checkStrategies();
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.putAll(overrides.environment());
        Path journalFolder = main.folder().resolve(journalPath).getParent();
        if (journalFolder == null || !Files.isDirectory(journalFolder)) {
            // Better now than after the run, whose journal would be lost.
            LOG.error("--journal-path {}: there is no folder {}", journalPath, journalFolder);
            return Main.FAILED;
        }
        Surroundings surroundings = new Surroundings(main.folder(), environment);
        FunctionRegistry functions = FunctionRegistry.installed();
        Planner.Result planned =
                Planner.plan(source, functions, surroundings, overrides, !noValidation, settings.choice());
        if (!Problems.report(planned)) {
            return Main.FAILED;
        }
        Plan plan = planned.plan().orElseThrow();
        Strategies strategies = Strategies.of(plan.experiment().runtime(), hypothesisStrategy, rollbackStrategy, left);
        RunRequest request = new RunRequest(
                plan,
                strategies,
                functions,
                surroundings,
                overrides,
                main.folder().resolve(journalPath),
                waits);
        warnOfDeadRuns();
        try {
            RunResult result = plan.extension().isPresent() ? withConsole(request) : plain(request);
            result.notWritten().forEach(missing -> LOG.error("{}", missing));
            return result.exitCode();
        } catch (ExperimentInvalid invalid) {
            invalid.problems().forEach(problem -> LOG.error("{}", problem));
            return Main.FAILED;
        }
    }

    private static void warnOfDeadRuns() {
        for (Heal.Found run : KilledRuns.find()) {
            if (run.state() == Ledgers.State.DEAD || run.state() == Ledgers.State.ENDED) {
                LOG.warn("Run {} died and was not put right; 'blackstart heal' takes back what it left", run.run());
            } else if (run.state() == Ledgers.State.UNREADABLE) {
                LOG.warn(
                        "Nobody knows whether a fault of run {} is on the same things: {}",
                        run.run(),
                        String.join("; ", run.left()));
            }
        }
    }

    private RunResult withConsole(RunRequest request) {
        PrintStream out = System.out;
        Console console = new Console(out);
        RunResult result = Blackstart.run(request, new RunObserver() {
            @Override
            public void entry(Entry entry) {
                console.entry(entry);
            }

            @Override
            public void dropped(long entries) {
                console.dropped(entries);
            }

            @Override
            public void tick(Instant now) {
                console.tick(now);
            }
        });
        Path folder = main.folder().relativize(result.folder());
        Summary.print(out, result.outcome(), folder, files(result.folder()), journalPath);
        return result;
    }

    private static List<String> files(Path folder) {
        return Stream.of("events.jsonl", "journal.json", "logs", "logs-control")
                .filter(name -> Files.exists(folder.resolve(name)))
                .toList();
    }

    private static RunResult plain(RunRequest request) {
        RunLog log = new RunLog(request.plan().experiment(), request.strategies());
        RunResult result = Blackstart.run(request, log);
        log.end(result.outcome());
        return result;
    }

    private void checkStrategies() {
        try {
            if (hypothesisStrategy != null && HypothesisStrategy.of(hypothesisStrategy) == HypothesisStrategy.SKIP) {
                throw new IllegalArgumentException(
                        "--hypothesis-strategy skip: only an experiment's runtime can say so");
            }
            if (rollbackStrategy != null) {
                RollbackStrategy.of(rollbackStrategy);
            }
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private Dry dry() {
        if (dry == null) {
            return Dry.NONE;
        }
        for (Dry each : Dry.values()) {
            if (each != Dry.NONE && each.spelling().equals(dry)) {
                return each;
            }
        }
        throw usage(new IllegalArgumentException("--dry " + dry + ": one of probes, actions, activities, pause"));
    }

    private Overrides overrides() {
        List<Path> files = variableFiles.stream().map(main.folder()::resolve).toList();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw usage(new IllegalArgumentException("--var-file: there is no file " + file));
            }
        }
        try {
            Overrides overrides = Overrides.of(variables, files);
            overrides.problems().forEach(problem -> LOG.error("{}", problem));
            return overrides;
        } catch (IllegalArgumentException e) {
            throw usage(e);
        }
    }

    private ParameterException usage(IllegalArgumentException e) {
        return new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
}
