package dev.blackstart.arch.violations.engine;

import dev.blackstart.fault.FaultDriver;

interface KnowsAFault {
    FaultDriver<?> driver();
}
