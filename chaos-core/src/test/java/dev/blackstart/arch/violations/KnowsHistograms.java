package dev.blackstart.arch.violations;

import org.HdrHistogram.Histogram;

interface KnowsHistograms {
    Histogram histogram();
}
