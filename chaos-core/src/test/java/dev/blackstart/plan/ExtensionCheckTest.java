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
import org.jspecify.annotations.Nullable;
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
    private String configuration = "";
    private String hypothesis = "";

    private Planner.Result plan() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), TOPOLOGY);
        Files.writeString(
                folder.resolve("experiment.yaml"),
                "title: t\ndescription: d\nconfiguration: {" + configuration
                        + "}\nsteady-state-hypothesis: {title: h, probes: [" + hypothesis + "]}\nmethod: [" + method
                        + "]\nrollbacks: [" + rollbacks + "]\nextensions:\n- name: blackstart\n" + extension.indent(2));
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
        assertThat(PlanText.of(result.plan().orElseThrow(), result.notRun()))
                .contains(
                        "on 1 of kv#1, kv#2, kv#3",
                        "  blast radius  1 replica of kv, at most 1 of 3 of kv at a time\n",
                        "  allowed       faults only on kv (experiment.yaml:",
                        " extensions[0].blast-radius.services)\n                at most 1 replica (experiment.yaml:");
    }

    @Test
    void whatIsNotRun_isShownAsSuch() throws IOException {
        // Given
        rollbacks = "{ref: nothing}";
        // When
        Planner.Result result = plan();
        // Then
        assertThat(PlanText.of(result.plan().orElseThrow(), result.notRun()))
                .contains("  not run       experiment.yaml:")
                .contains("the activity 'nothing' that is referred to is neither in the method nor in the hypothesis")
                .endsWith("Nothing has been started. A run would be refused, because of what is not run.\n");
    }

    @Test
    void planOfEverything_showsWhatIsMeasuredInWhichWindows() throws IOException {
        // Given
        planWithPlaybook(LOOK, ACT);
        extension += "degradation: {title: d, probes: [" + LOOK + "]}\n";
        extension = extension.replace("within: 8s", "within: 8s, time-scale: 300");
        // When
        Planner.Result result = plan();
        // Then
        assertThat(messages(result)).isEmpty();
        assertThat(PlanText.of(result.plan().orElseThrow(), result.notRun()))
                .contains("  degradation   look\n")
                .contains("over 1h and 5m (12s and 1s at time-scale 300), due within 8s");
    }

    @Test
    void problems_areSortedByFileAndLine() throws IOException {
        // Given: found in another order, as the files are read before their parts are checked against each other
        planWithPlaybook("{type: probe}", "{within: 0s, " + ACT.substring(1));
        extension = extension.replace("hold: 5s", "hold: 100ms").replace("web:8080", "wep:8080");
        hypothesis = "{type: probe}";
        // When
        List<Problem> problems = plan().problems();
        // Then
        assertThat(problems)
                .extracting(problem ->
                        problem.at().source() + ":" + (100 + problem.at().line()))
                .isSorted()
                .contains("experiment.yaml:104", "experiment.yaml:110", "playbook.yaml:103", "playbook.yaml:105");
        assertThat(problems).doesNotHaveDuplicates();
    }

    @Test
    void abortConditionThatActs_isRefused() throws IOException {
        // Given
        extension += "\nabort-when: [" + python("action", "blackstart.mitigation", "restart", "service: kv") + ", "
                + python("probe", "blackstart.fault", "crash", "\"on\": kv").replace("name: act", "name: look")
                + ", {ref: nobody, tolerance: true}]";
        // When / Then
        assertThat(messages(plan()))
                .anySatisfy(message -> assertThat(message).startsWith("abort-when is made of probes, which only look"))
                .anySatisfy(message ->
                        assertThat(message).startsWith("a probe of abort-when must not touch the fault itself"))
                .anySatisfy(message -> assertThat(message).contains("the activity 'nobody' that is referred to"));
    }

    @Test
    void abortConditions_areShown() throws IOException {
        // Given
        extension += "\nabort-when: [" + LOOK + "]";
        // When
        Planner.Result result = plan();
        // Then
        assertThat(messages(result)).isEmpty();
        assertThat(PlanText.of(result.plan().orElseThrow(), result.notRun())).contains("  abort when    look\n");
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
                        "a playbook needs an alert, which says when it is carried out",
                        "a playbook needs recovery {within, hold}: without it nothing tells whether it helped",
                        "a workload needs a topology, which says where its service is");
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
                .first()
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
    void stepThatMayTakeNoTime_isRefused() throws IOException {
        assertThat(messages(planWithPlaybook(LOOK, "{within: 0s, " + ACT.substring(1))))
                .containsExactly("within must be longer than 0");
    }

    @Test
    void stepThatOnlyLooks_isRefused() throws IOException {
        assertThat(messages(planWithPlaybook(LOOK, LOOK)))
                .containsExactly("a playbook step acts, and 'look' is a probe: make it a verification, or an action");
        assertThat(messages(planWithPlaybook(LOOK, LOOK.replace("type: probe", "type: action"))))
                .containsExactly("blackstart.topology.up is of type probe, not action");
    }

    @Test
    void faultInTheHypothesis_isRefused() throws IOException {
        // Given
        hypothesis = "{tolerance: true, " + KILL.formatted("one").substring(1);
        // When / Then
        assertThat(messages(plan()))
                .containsExactly(
                        "'end it' calls blackstart.fault.crash, which stands in the method or the rollbacks only");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            slow    |
            slow-3  |
            ${id}   |
            slow-4  | no fault has the id 'slow-4'; known: slow, slow-1, slow-2, slow-3 (did you mean slow-1?)
            """)
    void revertOfAFault_thatIsNotThere_isRefused(String id, @Nullable String message) throws IOException {
        // Given
        method = KILL.formatted("all, id: slow") + ", "
                + python("action", "blackstart.fault", "revert", "id: '" + id + "'");
        // When / Then
        assertThat(messages(plan())).isEqualTo(message == null ? List.of() : List.of(message));
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
            environment: {KV: '${kv_6379}'}             | ${kv_6379}, the address of kv itself, past every link and its fault: write "kv:6379", its link
            environment: {KV: 'redis://$kv_6379/0'}     | write "kv:6379", its link
            command: [web, --kv, '${spare_6379}']       | write "spare:6379", and add that to its x-blackstart.links in shop.yaml
            environment: {KV: '${elsewhere}'}           | is told the address 'spare:6379', but has no such link
            """)
    void redeployPastALink_isRefused(String change, String message) throws IOException {
        // Given
        configuration = "elsewhere: spare:6379";
        String redeploy = python("action", "blackstart.mitigation", "redeploy", "service: web, " + change);
        // When / Then
        assertThat(messages(planWithPlaybook(LOOK, redeploy)))
                .singleElement()
                .asString()
                .contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{KV: '${kv_6379}'}", "{ME: '${web_8080}'}", "{KV: '$${kv_63790}'}"})
    void redeployWithAVariableThatIsTheFiles_orItsOwnAddress_isAccepted(String environment) throws IOException {
        // Given
        configuration = "kv_6379: 'kv:6379'";
        String redeploy =
                python("action", "blackstart.mitigation", "redeploy", "service: web, environment: " + environment);
        // When / Then
        assertThat(messages(planWithPlaybook(LOOK, redeploy))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            service: kv, ordinal: 4 | ordinal must be from 1 to 3, the replicas of kv: 4
            service: kv, ordinal: 0 | ordinal must be a whole number of at least 1: 0
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
