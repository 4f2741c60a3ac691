package dev.blackstart.arch.violations;

import dev.blackstart.fault.network.LatencyDriver;

interface NamesADriver {
    LatencyDriver driver();
}
