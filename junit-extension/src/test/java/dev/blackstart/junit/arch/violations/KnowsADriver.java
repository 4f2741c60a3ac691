package dev.blackstart.junit.arch.violations;

import dev.blackstart.fault.network.Latency;

interface KnowsADriver {
    Latency latency();
}
