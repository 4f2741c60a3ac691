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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be known before anything is started: an experiment on a shop of three replicas, and what is wrong with it. */
class ExtensionCheckTest {
    private static final String TOPOLOGY = """
            services:
              web:
                x-blackstart:
                  process: [/bin/sleep, "1{port:8080}"]
                  ready: tcp:8080
                  links: [{peer: "kv:6379", as: list}]
              kv:
                deploy: {replicas: 3}
                x-blackstart:
                  process: [/bin/sleep, "1{port:6379}"]
                  ready: tcp:6379
              spare:
                x-blackstart:
                  process: [/bin/sleep, "1{port:6379}"]
                  ready: tcp:6379
            """;
    private static final String SLO = """
            apiVersion: openslo/v1
            kind: SLO
            metadata: {name: web}
            spec:
              service: web
              budgetingMethod: Occurrences
              timeWindow: [{duration: 28d, isRolling: true}]
              indicator:
                metadata: {name: good}
                spec:
                  ratioMetric:
                    counter: true
                    good: {metricSource: {type: blackstart, spec: {count: success}}}
                    total: {metricSource: {type: blackstart, spec: {count: all}}}
              objectives: [{target: 0.99}]
              alertPolicies:
              - kind: AlertPolicy
                metadata: {name: burns}
                spec:
                  conditions:
                  - kind: AlertCondition
                    metadata: {name: burns, annotations: {blackstart.dev/short-window: 5m}}
                    spec:
                      severity: page
                      condition: {kind: burnrate, op: gte, threshold: 14.4, lookbackWindow: 1h, alertAfter: 0m}
            """;
    private static final String KILL = "{type: action, name: end it, provider: {type: python, module: blackstart.fault,"
            + " func: crash, arguments: {\"on\": kv, count: %s}}}";
    private static final String PLAYBOOK = """
            alert: burns
            verification:
            - %s
            steps:
            - %s
            """;
    private static final String LOOK =
            "{type: probe, name: look, tolerance: true, provider: {type: python, module: blackstart.topology, func: up,"
                    + " arguments: {service: spare}}}";
    private static final String ACT =
            "{type: action, name: act, provider: {type: python, module: blackstart.mitigation,"
                    + " func: restart, arguments: {service: kv}}}";

    @TempDir
    private Path folder = Path.of("");

    private String method = "";
    private String rollbacks = "";
    private String extension = "topology: shop.yaml";

    private Planner.Result plan() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), TOPOLOGY);
        Files.writeString(
                folder.resolve("experiment.yaml"),
                "title: t\ndescription: d\nmethod: [" + method + "]\nrollbacks: [" + rollbacks
                        + "]\nextensions:\n- name: blackstart\n" + extension.indent(2));
        return Planner.plan(
                "experiment.yaml",
                FunctionRegistry.installed(),
                new Surroundings(folder, System.getenv()),
                Overrides.NONE,
                true);
    }

    private Planner.Result planWithPlaybook(String verification, String step) throws IOException {
        Files.writeString(folder.resolve("slo.yaml"), SLO);
        Files.writeString(folder.resolve("playbook.yaml"), PLAYBOOK.formatted(verification, step));
        extension = """
                topology: shop.yaml
                workload: {rate: 10, timeout: 1s, call: {to: "web:8080", method: GET, path: /}}
                alert: {slo: slo.yaml, within: 8s}
                playbook: playbook.yaml
                recovery: {within: 10s, hold: 5s}
                """;
        return plan();
    }

    private static List<String> messages(Planner.Result result) {
        return result.problems().stream().map(Problem::message).toList();
    }

    private static String activity(String type, String provider) {
        return "{type: " + type + ", name: act, tolerance: true, provider: " + provider + "}";
    }

    private static String python(String type, String module, String func, String arguments) {
        return activity(
                type, "{type: python, module: " + module + ", func: " + func + ", arguments: {" + arguments + "}}");
    }

    @Test
    void blastRadius_ofOneReplica_isKeptByADrawOfOne() throws IOException {
        // Given
        method = KILL.formatted("one");
        extension += "\nblast-radius: {services: [kv], replicas: 1}";
        // When
        Planner.Result result = plan();
        // Then
        assertThat(messages(result)).isEmpty();
        assertThat(PlanText.of(result.plan().orElseThrow()))
                .contains("on 1 of kv#1, kv#2, kv#3", "blast radius  1 replica of kv");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            all | the faults hit 3 replicas (kv#1, kv#2, kv#3), the blast radius allows 1
            2   | the faults hit 2 replicas of (kv#1, kv#2, kv#3), the blast radius allows 1
            """)
    void blastRadius_ofOneReplica_isLeftByMore(String count, String message) throws IOException {
        // Given
        method = KILL.formatted(count);
        extension += "\nblast-radius: {services: [kv], replicas: 1}";
        // When / Then
        assertThat(messages(plan())).containsExactly(message);
    }

    @Test
    void faultsOfRollbacks_areInsideTheBlastRadiusToo() throws IOException {
        // Given
        rollbacks = KILL.formatted("all");
        extension += "\nblast-radius: {services: [web]}";
        // When
        Planner.Result result = plan();
        // Then
        assertThat(messages(result)).containsExactly("the faults reach beyond the blast radius: kv not in [web]");
        assertThat(result.plan().orElseThrow().faults()).isEmpty();
        assertThat(result.plan().orElseThrow().rollbackFaults()).hasSize(1);
    }

    @Test
    void faultOfARollback_conflictsWithOneOfTheMethod() throws IOException {
        // Given
        method = KILL.formatted("all");
        rollbacks = "{ref: end it}";
        // When / Then
        assertThat(messages(plan()))
                .hasSize(3)
                .allSatisfy(message -> assertThat(message).contains("conflicts with blackstart.fault.crash"));
    }

    @Test
    void partsThatNeedOthers_areAskedForThem() throws IOException {
        // Given
        Files.writeString(folder.resolve("playbook.yaml"), PLAYBOOK.formatted(LOOK, ACT));
        extension = """
                workload: {rate: 10, timeout: 1s, call: {to: "web:8080", method: GET, path: /}}
                playbook: playbook.yaml
                """;
        // When / Then
        assertThat(messages(plan()))
                .containsExactly(
                        "a workload needs a topology, which says where its service is",
                        "a playbook needs an alert, which says when it is carried out",
                        "a playbook needs recovery {within, hold}: without it nothing tells whether it helped");
    }

    @Test
    void playbook_thatIsAnOperators_isAccepted() throws IOException {
        assertThat(messages(planWithPlaybook(LOOK, ACT))).isEmpty();
    }

    @Test
    void verificationThatRevertsTheFault_isRefused() throws IOException {
        // Given
        String revert = python("probe", "blackstart.fault", "revert", "id: f1");
        // When / Then
        assertThat(messages(planWithPlaybook(revert, ACT)))
                .singleElement()
                .asString()
                .startsWith("a probe of a verification must not touch the fault itself (blackstart.fault.revert)");
    }

    @Test
    void verificationWhoseToleranceRevertsTheFault_isRefused() throws IOException {
        // Given
        String revert = LOOK.replace(
                "tolerance: true", "tolerance: " + python("probe", "blackstart.fault", "revert", "id: f1"));
        // When / Then
        assertThat(messages(planWithPlaybook(revert, ACT)))
                .anySatisfy(message -> assertThat(message).contains("must not touch the fault itself"));
    }

    @Test
    void verificationThatActs_isRefused() throws IOException {
        assertThat(messages(planWithPlaybook("{tolerance: true, " + ACT.substring(1), ACT)))
                .containsExactly("a verification is made of probes, which only look; 'act' acts: make it a step of the"
                        + " playbook, or leave it out");
    }

    @Test
    void verificationWithAToleranceThatIsNone_saysWhatIsWrongWithIt() throws IOException {
        assertThat(messages(planWithPlaybook(LOOK.replace("tolerance: true", "tolerance: {type: rnage}"), ACT)))
                .singleElement()
                .asString()
                .contains("rnage");
    }

    @Test
    void degradationProbeThatActs_isRefused_alsoByReference() throws IOException {
        // Given
        method = KILL.formatted("one");
        extension += "\ndegradation: {title: d, probes: [{ref: end it, tolerance: true}]}";
        // When / Then
        assertThat(messages(plan()))
                .containsExactly(
                        "degradation is made of probes, which only look; 'end it' acts: make it a step of the playbook,"
                                + " or leave it out",
                        "a probe of degradation must not touch the fault itself (blackstart.fault.crash): that would"
                                + " help with any fault, and no operator has it");
    }

    @Test
    void degradationReferenceToNothing_isRefused() throws IOException {
        // Given
        extension += "\ndegradation: {title: d, probes: [{ref: nobody, tolerance: true}]}";
        // When / Then
        assertThat(messages(plan())).singleElement().asString().contains("'nobody' that is referred to is neither");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: http, url: 'http://localhost:8474/reset', method: POST}",
                "{type: http, url: 'http://10.0.0.1:9000/proxies/web_kv/toxics/slow', method: DELETE}",
                "{type: http, url: 'http://10.0.0.1:9000/proxies', method: GET}",
                "{type: process, path: sh, arguments: [-c, 'toxiproxy-cli toxic remove -n slow web_kv']}",
                "{type: process, path: sh, arguments: {-c: 'curl -X DELETE http://10.0.0.1:9000/proxies/web_kv'}}",
            })
    void stepThatVisiblyTalksToTheFaultProxy_isRefused(String provider) throws IOException {
        assertThat(messages(planWithPlaybook(LOOK, activity("action", provider))))
                .singleElement()
                .asString()
                .contains("a playbook step must not touch the fault itself");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: http, url: 'http://${web_8080}/proxiesenabled', method: POST}",
                "{type: process, path: sh, arguments: [-c, 'kill -HUP 84740']}",
            })
    void stepOfTheSystemsOwn_isAccepted(String provider) throws IOException {
        assertThat(messages(planWithPlaybook(LOOK, activity("action", provider))))
                .isEmpty();
    }

    @Test
    void playbookThatRefersToAnActivity_isRefused() throws IOException {
        assertThat(messages(planWithPlaybook(LOOK, "{ref: end it}")))
                .singleElement()
                .asString()
                .contains("cannot refer to 'end it'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment: {KV: 'redis://spare:6379/0'}", "command: [web, --kv, 'spare:6379']"})
    void redeployToAnUndeclaredLink_isRefused(String change) throws IOException {
        // Given
        String redeploy = python("action", "blackstart.mitigation", "redeploy", "service: web, " + change);
        // When / Then
        assertThat(messages(planWithPlaybook(LOOK, redeploy)))
                .containsExactly("service 'web' is told the address 'spare:6379', but has no such link: add"
                        + " \"spare:6379\" to its x-blackstart.links in shop.yaml");
    }

    @Test
    void redeployToADeclaredLink_isAccepted() throws IOException {
        // Given
        String redeploy =
                python("action", "blackstart.mitigation", "redeploy", "service: web, environment: {KV: 'kv:6379'}");
        // When / Then
        assertThat(messages(planWithPlaybook(LOOK, redeploy))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            service: kv, ordinal: 4 | ordinal must be from 1 to 3, the replicas of kv: 4
            service: kv, ordinal: 0 | ordinal must be from 1 to 3, the replicas of kv: 0
            service: 'kv#1'         | unknown service 'kv#1'; known: web, kv, spare
            service: spar           | (did you mean spare?)
            """)
    void restartOfNothing_isRefused(String arguments, String message) throws IOException {
        assertThat(messages(planWithPlaybook(LOOK, python("action", "blackstart.mitigation", "restart", arguments))))
                .singleElement()
                .asString()
                .contains(message);
    }
}
