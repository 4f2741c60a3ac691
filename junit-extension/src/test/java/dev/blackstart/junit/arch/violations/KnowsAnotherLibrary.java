package dev.blackstart.junit.arch.violations;

import org.HdrHistogram.Histogram;

interface KnowsAnotherLibrary {
    Histogram histogram();
}
