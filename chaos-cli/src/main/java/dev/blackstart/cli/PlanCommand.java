package dev.blackstart.cli;

import dev.blackstart.experiment.Overrides;
import dev.blackstart.plan.PlanText;
import dev.blackstart.plan.Planner;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Prints what a run would do, and does nothing. */
@Command(name = "plan", description = "Show targets, faults and how they are undone. Starts nothing.")
final class PlanCommand implements Callable<Integer> {
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
            names = "--var",
            paramLabel = "KEY[:TYPE]=VALUE",
            description = "Override a value of the configuration; may be repeated.")
    List<String> variables = List.of();

    @Option(
            names = "--var-file",
            paramLabel = "FILE",
            description = "Override configuration and secrets with those of a file; may be repeated.")
    List<Path> variableFiles = List.of();

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() {
        main.configureLog();
        Overrides overrides = Overrides.of(
                variables, variableFiles.stream().map(main.folder()::resolve).toList());
        Planner.Result planned = Planner.plan(
                source,
                FunctionRegistry.installed(),
                new Surroundings(main.folder(), System.getenv()),
                overrides,
                true,
                settings.choice());
        if (!planned.problems().isEmpty() || planned.plan().isEmpty()) {
            Problems.report(planned);
            return Main.FAILED;
        }
        spec.commandLine().getOut().print(PlanText.of(planned.plan().get(), planned.notRun()));
        spec.commandLine().getOut().flush();
        return planned.notRun().isEmpty() ? Main.OK : Main.FAILED;
    }
}
