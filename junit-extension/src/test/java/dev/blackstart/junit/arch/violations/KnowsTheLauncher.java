package dev.blackstart.junit.arch.violations;

import org.junit.platform.launcher.Launcher;

interface KnowsTheLauncher {
    Launcher launcher();
}
