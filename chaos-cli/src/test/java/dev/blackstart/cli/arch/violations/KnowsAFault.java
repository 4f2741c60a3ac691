package dev.blackstart.cli.arch.violations;

import dev.blackstart.fault.FaultDriver;

interface KnowsAFault {
    FaultDriver<?> driver();
}
