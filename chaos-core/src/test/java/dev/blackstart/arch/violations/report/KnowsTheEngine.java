package dev.blackstart.arch.violations.report;

import dev.blackstart.engine.Strategies;

interface KnowsTheEngine {
    Strategies strategies();
}
