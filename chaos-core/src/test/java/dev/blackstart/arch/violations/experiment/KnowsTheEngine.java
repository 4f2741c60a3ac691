package dev.blackstart.arch.violations.experiment;

import dev.blackstart.engine.Dry;

interface KnowsTheEngine {
    Dry dry();
}
