package dev.blackstart.cli;

import dev.blackstart.experiment.Overrides;
import dev.blackstart.plan.Planner;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says everything that is wrong with an experiment, and runs nothing. */
@Command(name = "validate", description = "Check an experiment without running it.")
final class ValidateCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ValidateCommand.class);

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it
    Main main;

    @Parameters(paramLabel = "SOURCE", description = "The experiment: a .json, .yaml or .yml file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    String source;

    @Mixin
    SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() {
        main.configureLog();
        LOG.info("Validating the experiment's syntax");
        Surroundings surroundings = new Surroundings(main.folder(), System.getenv());
        Planner.Result planned = Planner.plan(
                source, FunctionRegistry.installed(), surroundings, Overrides.NONE, true, settings.choice());
        planned.problems().forEach(problem -> LOG.error("{}", problem));
        planned.notRun().forEach(problem -> LOG.warn("{}", problem));
        if (!planned.problems().isEmpty() || planned.plan().isEmpty()) {
            return Main.FAILED;
        }
        LOG.info("experiment syntax and semantic look valid");
        return Main.OK;
    }
}
