package dev.blackstart.cli;

import dev.blackstart.document.Json;
import dev.blackstart.engine.ActivityRunner;
import dev.blackstart.engine.ArmContext;
import dev.blackstart.engine.Dry;
import dev.blackstart.engine.DynamicConfiguration;
import dev.blackstart.engine.Engine;
import dev.blackstart.engine.HypothesisStrategy;
import dev.blackstart.engine.Interruptions;
import dev.blackstart.engine.RollbackStrategy;
import dev.blackstart.engine.Signals;
import dev.blackstart.engine.Stages;
import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.journal.Declared;
import dev.blackstart.journal.Event;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Providers;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.report.ChaosToolkitJournal;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Runs an experiment and writes its journal. */
@Command(name = "run", description = "Run an experiment.")
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
            description = "Leave out probes, actions or activities, or every pause.")
    @Nullable String dry;

    @Option(names = "--no-validation", description = "Run it without checking it first.")
    boolean noValidation;

    @Option(
            names = "--rollback-strategy",
            paramLabel = "WHEN",
            description = "default, always, never or deviated (default: as the experiment says).")
    @Nullable String rollbackStrategy;

    @Option(
            names = "--hypothesis-strategy",
            paramLabel = "WHEN",
            description = "default, before-method-only or after-method-only (default: as the experiment says).")
    @Nullable String hypothesisStrategy;

    @Option(names = "--hypothesis-frequency", hidden = true)
    double hypothesisFrequency = 1;

    @Option(names = "--fail-fast", hidden = true)
    boolean failFast;

    @Option(names = "--var", paramLabel = "KEY[:TYPE]=VALUE", description = "Override a value of the configuration.")
    List<String> variables = List.of();

    @Option(names = "--var-file", paramLabel = "FILE", description = "Override configuration and secrets.")
    List<Path> variableFiles = List.of();

    @Option(names = "--control-file", hidden = true)
    List<Path> controlFiles = List.of();

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
        if (!noValidation) {
            LOG.info("Validating the experiment's syntax");
        }
        ExperimentSource read = ExperimentSource.read(source, surroundings, functions, overrides, !noValidation);
        read.problems().forEach(problem -> LOG.error("{}", problem));
        read.notRun().forEach(problem -> LOG.error("{}", problem));
        if (!read.problems().isEmpty()
                || !read.notRun().isEmpty()
                || read.experiment().isEmpty()) {
            return Main.FAILED;
        }
        if (!noValidation) {
            LOG.info("Experiment looks valid");
        }
        Experiment experiment = read.experiment().get();
        Strategies strategies = Strategies.of(experiment.runtime(), hypothesisStrategy, rollbackStrategy, left);
        return conduct(experiment, strategies, new Providers(functions, surroundings), overrides);
    }

    private int conduct(Experiment experiment, Strategies strategies, Providers providers, Overrides overrides) {
        RunClock clock = new RunClock();
        Interruptions interruptions = new Interruptions();
        RunLog events = new RunLog(clock, experiment);
        ArmContext arm = ArmContext.plain(providers, clock, events);
        Signals signals = Signals.listen(Signals.OF_A_RUN, interruptions::interrupt);
        try (signals) {
            DynamicConfiguration dynamic = new DynamicConfiguration(arm, interruptions.current());
            Configuration configuration =
                    Configuration.resolve(experiment, providers.surroundings().environment(), overrides, dynamic);
            if (!configuration.problems().isEmpty()) {
                configuration.problems().forEach(problem -> LOG.error("{}", problem));
                return Main.FAILED;
            }
            if (!dynamic.leftOut().isEmpty()) {
                LOG.warn(
                        "Some of the dynamic configuration could not be loaded and is left out: {}", dynamic.leftOut());
            }
            String title = String.valueOf(configuration.substitution().apply(experiment.title()));
            events.begin(started(experiment, title, strategies), strategies);
            ActivityRunner runner =
                    new ActivityRunner(arm, configuration, strategies.dry(), ActivityRunner.declaredIn(experiment));
            new Engine(experiment, strategies, runner, events, Stages.NONE, interruptions).run();
            events.add(new Event.RunEnded());
        } catch (Cancelled e) {
            LOG.warn("Interrupted while the configuration was loaded: {}", e.getMessage());
            return Main.FAILED;
        }
        Map<String, @Nullable Object> journal = ChaosToolkitJournal.fold(events.entries());
        events.end(journal);
        write(journal);
        return ChaosToolkitJournal.succeeded(journal) ? Main.OK : Main.FAILED;
    }

    private static Event.RunStarted started(Experiment experiment, String title, Strategies strategies) {
        Map<String, @Nullable Object> document = experiment.document().plain();
        document.put(
                "dry", strategies.dry() == Dry.NONE ? null : strategies.dry().spelling());
        return new Event.RunStarted(
                1,
                "plain",
                experiment.source(),
                "",
                title,
                0,
                "",
                Runtime.version().toString(),
                System.getProperty("os.name") + "-" + System.getProperty("os.version") + "-"
                        + System.getProperty("os.arch"),
                node(),
                document,
                Declared.NOTHING);
    }

    /** The name of this machine, without asking a name server. */
    private static String node() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return System.getenv().getOrDefault("HOSTNAME", "");
        }
    }

    private void write(Map<String, @Nullable Object> journal) {
        Path file = main.folder().resolve(journalPath);
        try {
            Files.writeString(file, Json.pretty(journal));
        } catch (IOException e) {
            throw new UncheckedIOException("--journal-path " + journalPath + " cannot be written: " + e, e);
        }
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
