package dev.blackstart;

import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.plan.Plan;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.nio.file.Path;

/**
 * A run that is asked for.
 *
 * @param journalPath where Chaos Toolkit's journal goes, absolute
 * @param waits whether a fault waits until another run's fault on the same thing is gone; else it is refused
 */
public record RunRequest(
        Plan plan,
        Strategies strategies,
        FunctionRegistry functions,
        Surroundings surroundings,
        Overrides overrides,
        Path journalPath,
        boolean waits) {}
