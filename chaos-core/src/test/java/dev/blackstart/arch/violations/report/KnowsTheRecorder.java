package dev.blackstart.arch.violations.report;

import dev.blackstart.load.SliRecorder;

interface KnowsTheRecorder {
    SliRecorder recorder();
}
