package dev.blackstart.arch.violations;

import org.awaitility.core.ConditionFactory;

interface KnowsAnotherLibrary {
    ConditionFactory condition();
}
