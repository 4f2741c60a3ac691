package dev.blackstart.arch.violations.engine;

import dev.blackstart.functions.RunFunctions;

interface KnowsAFunction {
    RunFunctions functions();
}
