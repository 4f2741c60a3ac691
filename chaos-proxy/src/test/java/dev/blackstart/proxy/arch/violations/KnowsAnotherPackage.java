package dev.blackstart.proxy.arch.violations;

import dev.blackstart.intruder.Foreign;

class KnowsAnotherPackage {
    Foreign foreign = new Foreign();
}
