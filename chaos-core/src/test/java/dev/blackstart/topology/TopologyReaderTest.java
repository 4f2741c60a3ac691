package dev.blackstart.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Problem;
import dev.blackstart.exchange.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyReaderTest {
    private static final String GOOD = """
            name: shop
            services:
              web:
                image: web:1
                ports: ["8080:8080"]
                depends_on: {kv: {condition: service_healthy}}
                command: ignored here
                environment: [A=1, B=kv:6379]
                x-blackstart:
                  process: ./web --name "two words" {port:8080}
                  ready: http:8080/healthz
                  ready-within: 5s
                  environment: {A: 2, N: 3}
                  links: [{peer: "kv:6379", as: list}]
              kv:
                deploy: {replicas: 2}
                healthcheck: {test: ["CMD", "x"]}
                x-blackstart:
                  process: [redis-server, --port, "{port:6379}"]
                  ready: redis:6379
            """;

    @TempDir
    private Path folder;

    private final List<Problem> problems = new ArrayList<>();

    private Optional<Topology> read(String yaml) throws IOException {
        Path file = folder.resolve("shop.yaml");
        Files.writeString(file, yaml);
        return TopologyReader.read(file, "shop.yaml", problems);
    }

    @Test
    void read_composeWithOverlay_laysTheOverlayOver() throws IOException {
        // When
        Topology topology = read(GOOD).orElseThrow(() -> new AssertionError(problems));

        // Then
        Service web = topology.service("web").orElseThrow();
        assertThat(topology.name()).isEqualTo("shop");
        assertThat(web.process()).containsExactly("./web", "--name", "two words", "{port:8080}");
        assertThat(web.environment())
                .containsEntry("A", "2")
                .containsEntry("B", "kv:6379")
                .containsEntry("N", "3");
        assertThat(web.links()).containsExactly(new Peer("kv", 6379, true));
        assertThat(web.dependsOn()).containsExactly("kv");
        Readiness ready = Optional.ofNullable(web.readiness()).orElseThrow();
        assertThat(ready.question().protocol()).isEqualTo(Protocol.HTTP);
        assertThat(ready.within()).isEqualTo(Duration.ofSeconds(5));
        assertThat(topology.replicas()).hasToString("[web#1, kv#1, kv#2]");
        assertThat(topology.links()).hasToString("[web#1->kv#1:6379, web#1->kv#2:6379]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ready: redis:6379 | ready: reddis:6379 | redis",
                "ready: redis:6379 | ready: redis:70000 | 70000",
                "ready: redis:6379 | reddy: redis:6379 | did you mean ready",
                "image: web:1 | imagine: web:1 | unknown",
                "depends_on: {kv: {condition: service_healthy}} | depends_on: [kvv] | did you mean kv",
                "peer: \"kv:6379\" | peer: \"kw:6379\" | did you mean kv",
                ", as: list | `` | as: list",
                "links: [{peer: \"kv:6379\", as: list}] | links: [] | kv:6379",
                "replicas: 2 | replicas: 0 | replicas",
                "deploy: {replicas: 2} | depends_on: [web] | itself",
                "\"two words\" | \"two words | quote",
            })
    void read_oneThingWrong_namesItWithLine(String from, String to, String says) throws IOException {
        // Given
        assertThat(GOOD).contains(from);

        // When
        Optional<Topology> topology = read(GOOD.replace(from, to));

        // Then
        assertThat(topology).isEmpty();
        assertThat(problems).anySatisfy(problem -> {
            assertThat(problem.toString()).contains(says).startsWith("shop.yaml:");
            assertThat(problem.at().path()).startsWith("services");
        });
    }

    @Test
    void read_severalThingsWrong_saysAllAtOnce() throws IOException {
        // When
        var unused = read(GOOD.replace("replicas: 2", "replicas: x")
                .replace("image:", "imagine:")
                .replace("5s", "5"));

        // Then
        assertThat(problems).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void read_restartPolicyThatNobodyFollows_isRefused() throws IOException {
        // When
        var unused = read(GOOD.replace("healthcheck: {", "restart: always\n    healthcheck: {"));

        // Then
        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).toString()).contains("restart: nobody restarts a process that has ended");
    }

    @Test
    void targets_ofNames_areResolvedOrExplained() throws IOException {
        // Given
        TargetNames names = new TargetNames(read(GOOD).orElseThrow());

        // When, then
        assertThat(names.replicas("kv")).hasToString("[kv#1, kv#2]");
        assertThat(names.replicas("kv#2")).hasToString("[kv#2]");
        assertThat(names.links("kv")).hasSize(2);
        assertThat(names.links("web->kv#2")).hasToString("[web#1->kv#2:6379]");
        assertThat(names.links("web#1->kv:6379")).hasSize(2);
        assertThatThrownBy(() -> names.replicas("kw")).hasMessageContaining("did you mean kv");
        assertThatThrownBy(() -> names.replicas("kv#3")).hasMessageContaining("#1 to #2");
        assertThatThrownBy(() -> names.links("kv->web")).hasMessageContaining("known: web->kv");
        assertThatThrownBy(() -> names.links("web")).hasMessageContaining("known: web->kv");
        assertThatThrownBy(() -> names.replicas("kv#99999999999")).isInstanceOf(IllegalArgumentException.class);
    }
}
