package dev.blackstart.cli;

import dev.blackstart.document.DocumentInvalid;
import dev.blackstart.document.Problem;
import dev.blackstart.experiment.ActivityCheck;
import dev.blackstart.experiment.ExecutableCheck;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentReader;
import dev.blackstart.experiment.ExperimentValidator;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The experiment file of a command, read and checked.
 *
 * @param notRun what is valid and not run yet: a word of warning to who validates, a refusal to who wants to run
 */
record ExperimentSource(Optional<Experiment> experiment, List<Problem> problems, List<Problem> notRun) {

    /** Reads and, if asked, checks everything that can be known without a run. */
    static ExperimentSource read(
            String source,
            Surroundings surroundings,
            FunctionRegistry functions,
            Overrides overrides,
            boolean validated) {
        ExperimentReader.Reading reading;
        try {
            reading = ExperimentReader.read(surroundings.folder().resolve(Path.of(source)), source);
        } catch (DocumentInvalid e) {
            return new ExperimentSource(Optional.empty(), e.problems(), List.of());
        }
        List<Problem> problems = new ArrayList<>();
        if (validated || reading.experiment().isEmpty()) {
            problems.addAll(reading.problems());
        }
        if (validated && reading.experiment().isPresent()) {
            @Nullable String path = surroundings.environment().get("PATH");
            List<ActivityCheck> checks = List.of(
                    new ExecutableCheck(surroundings.folder(), path),
                    activity -> functions.check(activity, UnaryOperator.identity()));
            problems.addAll(ExperimentValidator.validate(
                    reading.experiment().get(), surroundings.environment(), overrides, checks));
        }
        return new ExperimentSource(reading.experiment(), problems, reading.notRun());
    }
}
