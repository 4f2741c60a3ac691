package dev.blackstart.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.experiment.Overrides;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerPortsTest {
    private static final String TWO_PORTS = """
            services:
              sfe:
                x-blackstart:
                  process: sh server {port:8080} {port:50051}
                  ready: http:8080/healthz
            """;

    @TempDir
    private Path folder;

    private List<String> problems(String to, String topology) throws IOException {
        Files.writeString(folder.resolve("topology.yaml"), topology);
        Files.writeString(folder.resolve("experiment.json"), """
                {"title": "t", "description": "d", "method": [],
                 "extensions": [{"name": "blackstart", "topology": "topology.yaml",
                   "workload": {"rate": 10, "timeout": "1s", "call": {"to": "TO", "grpc": "a.B/C"}}}]}
                """.replace("TO", to));
        Surroundings surroundings = new Surroundings(folder, Map.of("PATH", "/bin:/usr/bin"));
        return Planner.plan(
                        "experiment.json",
                        FunctionRegistry.of(List.of()),
                        surroundings,
                        Overrides.of(List.of(), List.of()),
                        true)
                .problems()
                .stream()
                .map(String::valueOf)
                .toList();
    }

    @Test
    void plan_grpcCallThatNamesOneOfTwoPorts_isFine() throws IOException {
        assertThat(problems("sfe:50051", TWO_PORTS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sfe      | workload.call.to: service 'sfe' has several ports, [8080, 50051]: name one, such as sfe:8080",
                "sfe:9    | workload.call.to: service 'sfe' has no port 9; known: [8080, 50051]",
                "sfe:port | 'sfe:port' is not written as service or service:port",
            })
    void plan_callWithoutAUsablePort_namesTheOnesThereAre(String to, String problem) throws IOException {
        assertThat(problems(to, TWO_PORTS)).singleElement().asString().endsWith(problem);
    }

    @Test
    void plan_twoServicesOnOneFixedPort_saysWhoNeedsItToo() throws IOException {
        // Given
        String topology = """
                services:
                  sfe: {x-blackstart: {process: sh server 8080, ready: "http:8080"}}
                  bfe: {x-blackstart: {process: sh server 8080, ready: "http:8080"}}
                """;

        // When, then
        assertThat(problems("sfe", topology))
                .singleElement()
                .asString()
                .contains("service 'bfe': port 8080 is fixed, and service 'sfe' needs it too; write {port:8080}");
    }
}
