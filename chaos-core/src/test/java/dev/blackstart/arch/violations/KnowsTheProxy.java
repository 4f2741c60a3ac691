package dev.blackstart.arch.violations;

import dev.blackstart.proxy.ChaosProxy;

interface KnowsTheProxy {
    ChaosProxy proxy();
}
