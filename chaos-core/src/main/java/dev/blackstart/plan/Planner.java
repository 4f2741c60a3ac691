package dev.blackstart.plan;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Documents;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.ActivityCheck;
import dev.blackstart.experiment.BlastRadius;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.ExecutableCheck;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentReader;
import dev.blackstart.experiment.ExperimentValidator;
import dev.blackstart.experiment.Extension;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.fault.Reach;
import dev.blackstart.playbook.Playbook;
import dev.blackstart.playbook.PlaybookReader;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.slo.Objective;
import dev.blackstart.slo.ObjectiveReader;
import dev.blackstart.topology.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes plans: reads the experiment and the files beside it, and checks them against each other. Starts nothing, runs nothing. */
public final class Planner {
    private final FunctionRegistry functions;
    private final Surroundings surroundings;
    private final Overrides overrides;
    private final Settings.Choice choice;
    private final List<Problem> problems = new ArrayList<>();

    private Planner(
            FunctionRegistry functions, Surroundings surroundings, Overrides overrides, Settings.Choice choice) {
        this.functions = functions;
        this.surroundings = surroundings;
        this.overrides = overrides;
        this.choice = choice;
    }

    /**
     * What came of planning.
     *
     * @param plan empty when there is nothing that could be run
     * @param problems why it is invalid, or cannot be run here; empty when it is neither
     * @param notRun what is valid, but not run by this version: a reason to refuse a run
     */
    public record Result(Optional<Plan> plan, List<Problem> problems, List<Problem> notRun) {
        public Result {
            problems = List.copyOf(problems);
            notRun = List.copyOf(notRun);
        }
    }

    /**
     * Plans a run of a file. Blocks until the files are read.
     *
     * @param source the file as the user named it, absolute or below the folder of the surroundings
     * @param check whether anything beyond what the run itself needs is checked; {@code false} is {@code --no-validation}
     */
    public static Result plan(
            String source, FunctionRegistry functions, Surroundings surroundings, Overrides overrides, boolean check) {
        return plan(source, functions, surroundings, overrides, check, Settings.Choice.DEFAULT);
    }

    /** As the other, with settings that somebody chose. */
    public static Result plan(
            String source,
            FunctionRegistry functions,
            Surroundings surroundings,
            Overrides overrides,
            boolean check,
            Settings.Choice settings) {
        Planner planner = new Planner(functions, surroundings, overrides, settings);
        try {
            return planner.read(source, check);
        } catch (DocumentInvalid invalid) {
            return new Result(Optional.empty(), invalid.problems(), List.of());
        }
    }

    private Result read(String source, boolean check) {
        Path file = surroundings.folder().resolve(source);
        ExperimentReader.Reading reading = ExperimentReader.read(file, source);
        if (reading.experiment().isEmpty()) {
            return new Result(Optional.empty(), sorted(reading.problems(), source), List.of());
        }
        Experiment experiment = reading.experiment().get();
        boolean extended = experiment.extension().isPresent();
        if (check || extended) {
            problems.addAll(reading.problems());
        }
        // A plain file has nothing that settings limit; that they are wrong matters only to who asks for them.
        boolean meant = experiment.document().members().containsKey("extensions")
                && !reading.problems().isEmpty();
        Settings settings = extended || choice.isExplicit() || (check && meant)
                ? SettingsReader.read(
                        surroundings.folder().toAbsolutePath(),
                        file.toAbsolutePath().normalize(),
                        choice,
                        problems)
                : Settings.NONE;
        Plan plan = extended
                ? extended(experiment, experiment.extension().get(), settings)
                : new Plan(
                        experiment,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        Reach.NONE,
                        BlastRadius.UNLIMITED,
                        settings);
        if (check || extended) {
            activities(experiment, plan.objective(), plan.playbook());
        }
        return new Result(Optional.of(plan), sorted(problems, source), sorted(reading.notRun(), source));
    }

    private Plan extended(Experiment experiment, Extension extension, Settings settings) {
        NamedFiles files = new NamedFiles(experiment, extension, problems);
        Optional<Topology> topology = extension
                .topology()
                .filter(file -> files.isThere(file, "topology"))
                .flatMap(this::topology);
        Optional<Objective> objective = extension
                .alert()
                .filter(rule -> files.isThere(rule.slo(), "alert.slo"))
                .flatMap(this::objective);
        Optional<Playbook> playbook = extension
                .playbook()
                .filter(file -> files.isThere(file, "playbook"))
                .flatMap(this::playbook);
        UnaryOperator<@Nullable Object> substitution = substitution(experiment);
        playbook.ifPresent(book ->
                topology.ifPresent(declared -> PlaybookVariables.check(book, known(experiment), declared, problems)));
        BlastRadius asked = extension.blastRadius().orElse(BlastRadius.UNLIMITED);
        BlastRadius allowed = asked.orStricter(settings.blastRadius());
        problems.addAll(
                asked.beyond(settings.blastRadius(), settings.environment().orElse("")));
        FaultPlanner faultPlanner = new FaultPlanner(
                experiment, extension, topology, functions, substitution, allowed, settings.longestLease(), problems);
        List<PlannedFault> faults = faultPlanner.plan(experiment.method());
        List<PlannedFault> rollbackFaults = faultPlanner.plan(experiment.rollbacks());
        faultPlanner.check();
        ExtensionCheck.check(experiment, extension, topology, objective, playbook, substitution, problems);
        return new Plan(
                experiment,
                topology,
                objective,
                playbook,
                faults,
                rollbackFaults,
                faultPlanner.reach(),
                allowed,
                settings);
    }

    /** By file and line, those of the experiment itself first; each once. */
    private static List<Problem> sorted(List<Problem> problems, String experiment) {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparing(
                                (Problem problem) -> !problem.at().source().equals(experiment))
                        .thenComparing(problem -> problem.at().source())
                        .thenComparingInt(problem -> problem.at().line())
                        .thenComparingInt(problem -> problem.at().column()))
                .toList();
    }

    private UnaryOperator<@Nullable Object> substitution(Experiment experiment) {
        Configuration known = configuration(experiment);
        return value ->
                known.substitution().isEmpty() ? value : known.substitution().apply(value);
    }

    private Configuration configuration(Experiment experiment) {
        return Configuration.resolve(
                experiment, surroundings.environment(), overrides, Configuration.DynamicValues.NONE);
    }

    /** The names of all variables that the file declares, also of those whose values only the run finds out. */
    private Set<String> known(Experiment experiment) {
        Set<String> names = new TreeSet<>(experiment.configuration().keySet());
        names.addAll(overrides.configuration().keySet());
        names.addAll(configuration(experiment).substitution().names());
        return names;
    }

    private void activities(Experiment experiment, Optional<Objective> objective, Optional<Playbook> playbook) {
        UnaryOperator<@Nullable Object> substitution = substitution(experiment);
        ActivityCheck executables = new ExecutableCheck(
                surroundings.folder(), surroundings.environment().get("PATH"));
        SampleCheck samples = new SampleCheck(experiment, functions, substitution);
        experiment.extension().ifPresent(extension -> problems.addAll(samples.check(extension, objective)));
        List<ActivityCheck> checks = List.of(executables, activity -> functions.check(activity, substitution), samples);
        problems.addAll(ExperimentValidator.validate(experiment, surroundings.environment(), overrides, checks));
        playbook.ifPresent(book -> {
            List<Activity.Definition> all = new ArrayList<>(book.verification());
            book.steps().forEach(step -> all.add(step.activity()));
            all.forEach(activity -> checks.forEach(check -> problems.addAll(check.check(activity))));
        });
    }

    private Optional<Topology> topology(Path file) {
        return ProcessesHere.read(file, shown(file), surroundings.environment(), problems);
    }

    private Optional<Objective> objective(Extension.AlertRule rule) {
        try {
            return ObjectiveReader.read(Documents.read(rule.slo(), shown(rule.slo())), rule.slo(), problems);
        } catch (DocumentInvalid invalid) {
            problems.addAll(invalid.problems());
            return Optional.empty();
        }
    }

    private Optional<Playbook> playbook(Path file) {
        return PlaybookReader.read(file, shown(file), problems);
    }

    /** As the user would name it: below the working folder, without that. */
    private String shown(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = surroundings.folder().normalize();
        return absolute.startsWith(folder) ? folder.relativize(absolute).toString() : absolute.toString();
    }
}
