package dev.blackstart;

import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.plan.Plan;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A run that is asked for.
 *
 * @param runs the folder in which the run makes its own, absolute
 * @param journalPath where Chaos Toolkit's journal goes as well, absolute; empty: only into the run's folder
 * @param waits whether a fault waits until another run's fault on the same thing is gone; else it is refused
 */
public record RunRequest(
        Plan plan,
        Strategies strategies,
        FunctionRegistry functions,
        Surroundings surroundings,
        Overrides overrides,
        Path runs,
        Optional<Path> journalPath,
        boolean waits) {
    /** Of somebody who works in a folder: runs go below it, see {@link #runs(Path)}. */
    public RunRequest(
            Plan plan,
            Strategies strategies,
            FunctionRegistry functions,
            Surroundings surroundings,
            Overrides overrides,
            Path journalPath,
            boolean waits) {
        this(
                plan,
                strategies,
                functions,
                surroundings,
                overrides,
                runs(surroundings.folder()),
                Optional.of(journalPath),
                waits);
    }

    /** Where the runs of a working folder are. */
    public static Path runs(Path workingFolder) {
        return workingFolder.resolve(".blackstart").resolve("runs");
    }
}
