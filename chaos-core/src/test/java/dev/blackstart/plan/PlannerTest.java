package dev.blackstart.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan refuses, on files of two services with one link between them. */
class PlannerTest {
    private static final String TOPOLOGY = """
            services:
              web:
                deploy: {replicas: 2}
                x-blackstart:
                  process: ["true", "{port:8080}"]
                  ready: tcp:8080
                  links: ["kv:6379"]
              kv:
                x-blackstart:
                  process: ["true", "{port:6379}"]
                  ready: tcp:6379
            """;

    /** The argument {@code on} is quoted where it is used: YAML 1.1 takes a bare one for true. */
    private static final String FAULT =
            "- {type: action, name: %s, provider: {type: python, module: blackstart.fault, func: %s, arguments: {%s}}}";

    private static final String SLO = """
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: answers}
            spec:
              indicator:
                metadata: {name: answered}
                spec:
                  ratioMetric:
                    counter: true
                    good: {metricSource: {type: blackstart, spec: {count: success}}}
                    total: {metricSource: {type: blackstart, spec: {count: all}}}
              budgetingMethod: Occurrences
              objectives: [{target: 0.99}]
              alertPolicies:
              - kind: AlertPolicy
                metadata: {name: answers-burn}
                spec:
                  conditions:
                  - kind: AlertCondition
                    metadata: {name: fast}
                    spec:
                      severity: page
                      condition: {kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1h, alertAfter: 0m}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void topologyFile() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), TOPOLOGY);
        Files.writeString(folder.resolve("slo.yaml"), SLO);
    }

    private static String fault(String name, String func, String arguments) {
        return FAULT.formatted(name, func, arguments);
    }

    private Planner.Result plan(String extension, String... faults) throws IOException {
        String yaml = """
                title: t
                description: d
                method:
                %s
                extensions:
                - name: blackstart
                  topology: shop.yaml
                %s
                """.formatted(String.join("\n", faults), extension.indent(2));
        Files.writeString(folder.resolve("x.yaml"), yaml);
        return Planner.plan(
                "x.yaml",
                FunctionRegistry.installed(),
                new Surroundings(folder, System.getenv()),
                Overrides.NONE,
                true);
    }

    private static List<String> messages(Planner.Result result) {
        return result.problems().stream().map(Problem::message).toList();
    }

    @Test
    void faultOnAService_isPlannedOnEveryLinkIntoIt() throws IOException {
        // When
        Planner.Result result =
                plan("blast-radius: {services: [kv], replicas: 1}", fault("slow", "latency", "'on': kv, latency: 2s"));
        // Then
        assertThat(result.problems()).isEmpty();
        assertThat(result.plan().orElseThrow().faults())
                .singleElement()
                .satisfies(fault ->
                        assertThat(fault.targets().toString()).contains("web#1->kv#1:6379", "web#2->kv#1:6379"));
    }

    @Test
    void faultOnALinkInAFilesPlace_isRefused_andAFileThatIsNotThereYetIsNoted() throws IOException {
        // Given
        Files.writeString(folder.resolve("data.txt"), "data");
        Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("data.txt"));
        // When
        Planner.Result refused = plan("seed: 1", fault("cut", "truncate", "'on': kv, file: link.txt"));
        Planner.Result noted = plan("seed: 1", fault("cut", "truncate", "'on': kv, file: dta.txt"));
        // Then
        assertThat(messages(refused)).singleElement().asString().startsWith("'link.txt' is a symbolic link");
        assertThat(refused.problems().get(0).at().line()).isEqualTo(4);
        assertThat(PlanText.of(noted.plan().orElseThrow(), List.of()))
                .contains("undone by FileAs\n                note: 'dta.txt' is not there yet;")
                .contains("(did you mean data.txt?)");
    }

    @Test
    void faultOutsideTheBlastRadius_isRefused() throws IOException {
        // When
        Planner.Result result = plan("blast-radius: {services: [kv]}", fault("gone", "crash", "'on': web"));
        // Then
        assertThat(messages(result))
                .singleElement()
                .asString()
                .contains("the faults reach beyond the blast radius: web not in [kv]");
    }

    @Test
    void faultOnMoreReplicasThanTheBlastRadiusAllows_isRefused() throws IOException {
        // When
        Planner.Result result = plan("blast-radius: {replicas: 1}", fault("gone", "crash", "'on': web"));
        // Then
        assertThat(messages(result))
                .singleElement()
                .asString()
                .contains("the faults hit 2 replicas (web#1, web#2), the blast radius allows 1");
    }

    @Test
    void twoFaultsOfOneKindOnOneTarget_areRefused() throws IOException {
        // When
        Planner.Result result = plan(
                "seed: 1",
                fault("slow", "latency", "'on': web#1->kv, latency: 2s"),
                fault("slower", "latency", "'on': kv, latency: 3s"));
        // Then
        assertThat(messages(result)).singleElement().asString().contains("web#1->kv#1:6379", "conflicts");
    }

    @Test
    void twoKindsOfFaultOnOneTarget_arePlanned() throws IOException {
        // When
        Planner.Result result =
                plan("seed: 1", fault("slow", "latency", "'on': kv, latency: 2s"), fault("held", "stall", "'on': kv"));
        // Then
        assertThat(result.problems()).isEmpty();
        assertThat(result.plan().orElseThrow().faults()).hasSize(2);
    }

    @Test
    void playbookThatTakesTheFaultAway_isRefused() throws IOException {
        // Given
        Files.writeString(folder.resolve("cheat.yaml"), """
                alert: answers-burn
                steps:
                - type: action
                  name: take the fault away
                  provider: {type: python, module: blackstart.fault, func: revert, arguments: {id: slow}}
                """);
        // When
        Planner.Result result = plan("""
                workload:
                  rate: 40
                  timeout: 1s
                  call: {to: web, method: GET, path: /}
                alert: {slo: slo.yaml, within: 8s, time-scale: 600}
                recovery: {within: 10s, hold: 5s}
                playbook: cheat.yaml
                """, fault("slow", "latency", "'on': kv, latency: 2s, id: slow"));
        // Then
        assertThat(messages(result))
                .singleElement()
                .asString()
                .contains("a playbook step must not touch the fault itself (blackstart.fault.revert)");
    }
}
