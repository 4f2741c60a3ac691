package dev.blackstart.junit.arch.violations;

import org.testcontainers.containers.GenericContainer;

interface KnowsContainers {
    GenericContainer<?> container();
}
