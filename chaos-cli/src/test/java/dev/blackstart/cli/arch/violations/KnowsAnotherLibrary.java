package dev.blackstart.cli.arch.violations;

import org.HdrHistogram.Histogram;

interface KnowsAnotherLibrary {
    Histogram histogram();
}
