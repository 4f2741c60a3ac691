package dev.blackstart.arch.violations.journal;

import dev.blackstart.time.RunClock;

interface KnowsTheClock {
    RunClock clock();
}
