package dev.blackstart.junit.arch.violations;

import org.junit.platform.engine.TestDescriptor;

interface IsAnEngineToo {
    TestDescriptor descriptor();
}
