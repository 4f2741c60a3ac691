package dev.blackstart.junit;

import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.docker.ContainersTopology;
import java.nio.file.Path;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/** Containers as services. Loaded only by tests that have one, because Testcontainers is not on everybody's class path. */
final class Containers {
    private Containers() {}

    /** @param containers by their names */
    static RunningTopology start(Map<String, Object> containers, Path folder, long seed) {
        ContainersTopology topology = ContainersTopology.start(folder, seed);
        containers.forEach((name, container) -> topology.add(name, (GenericContainer<?>) container));
        return topology;
    }
}
