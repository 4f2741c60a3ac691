package dev.blackstart.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Problem;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortsTest {
    @TempDir
    private Path folder;

    @Test
    void choose_replicasAndLinks_drawsAllOfThemTogether() throws IOException {
        // Given
        Path file = folder.resolve("topology.yaml");
        Files.writeString(file, """
                services:
                  web:
                    deploy: {replicas: 20}
                    x-blackstart:
                      process: server {port:80} api:80
                      ready: http:80
                      links: [{peer: "api:80", as: list}]
                  api:
                    deploy: {replicas: 20}
                    x-blackstart: {process: "server {port:80}", ready: "http:80"}
                """);
        List<Problem> problems = new ArrayList<>();
        Topology topology = TopologyReader.read(file, "topology.yaml", problems).orElseThrow();

        // When
        Ports ports = Ports.choose(topology);

        // Then
        List<Integer> all = new ArrayList<>(ports.links().values());
        ports.replicas().values().forEach(each -> all.addAll(each.values()));
        assertThat(all).hasSize(40 + 400).doesNotHaveDuplicates();
    }
}
