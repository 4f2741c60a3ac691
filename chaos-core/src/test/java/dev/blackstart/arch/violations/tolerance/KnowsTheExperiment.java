package dev.blackstart.arch.violations.tolerance;

import dev.blackstart.experiment.Experiment;

interface KnowsTheExperiment {
    Experiment experiment();
}
