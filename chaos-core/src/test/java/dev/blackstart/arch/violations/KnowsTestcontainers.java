package dev.blackstart.arch.violations;

import org.testcontainers.containers.GenericContainer;

interface KnowsTestcontainers {
    GenericContainer<?> container();
}
