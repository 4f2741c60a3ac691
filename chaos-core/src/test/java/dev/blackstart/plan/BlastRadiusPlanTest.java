package dev.blackstart.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Problem;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an experiment and its environment allow together: on two services, four replicas of the one and one of the other. */
class BlastRadiusPlanTest {
    private static final String TOPOLOGY = """
            services:
              web:
                deploy: {replicas: 4}
                x-blackstart:
                  process: ["true", "{port:8080}"]
                  ready: tcp:8080
                  links: ["kv:6379"]
              kv:
                x-blackstart:
                  process: ["true", "{port:6379}"]
                  ready: tcp:6379
            """;
    private static final String TWO_ENVIRONMENTS = """
            environments:
              staging:
                blast-radius: {replicas: 3, duration: 5m}
                lease: {longest: 10m}
              production:
                blast-radius:
                  services: 1
                  replicas: 1
                  share: 25%
                  duration: 30s
                  rate: 50
            """;

    @TempDir
    private Path folder = Path.of("");

    private String radius = "";
    private String workload = "";
    private Settings.Choice choice = Settings.Choice.DEFAULT;

    private static String crash(String on, String more) {
        return "- {type: action, name: crash it, provider: {type: python, module: blackstart.fault, func: crash,"
                + " arguments: {\"on\": " + on + (more.isEmpty() ? "" : ", " + more) + "}}}";
    }

    private static String wait(String seconds) {
        return "- {type: probe, name: wait, pauses: {after: " + seconds + "}, provider: {type: process, path: 'true'}}";
    }

    private static String revert(String id) {
        return "- {type: action, name: revert it, provider: {type: python, module: blackstart.fault, func: revert,"
                + " arguments: {id: " + id + "}}}";
    }

    private Planner.Result plan(String... method) throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), TOPOLOGY);
        Files.writeString(
                folder.resolve("x.yaml"),
                "title: t\ndescription: d\nmethod:\n" + String.join("\n", method)
                        + "\nextensions:\n- name: blackstart\n  topology: shop.yaml\n" + workload
                        + (radius.isEmpty() ? "" : "  blast-radius: " + radius + "\n"));
        return Planner.plan(
                "x.yaml",
                FunctionRegistry.installed(),
                new Surroundings(folder, System.getenv()),
                Overrides.NONE,
                true,
                choice);
    }

    private void settings(String text) throws IOException {
        Files.writeString(folder.resolve("blackstart.yaml"), text);
    }

    private void environment(String name) {
        choice = new Settings.Choice(Optional.empty(), Optional.of(name));
    }

    private static List<String> problems(Planner.Result result) {
        return result.problems().stream().map(Problem::toString).toList();
    }

    private static List<String> messages(Planner.Result result) {
        return result.problems().stream().map(Problem::message).toList();
    }

    @Test
    void noFileAndNoLimits_allowEverything() throws IOException {
        // When
        Planner.Result result = plan(crash("web", ""));
        // Then
        assertThat(result.problems()).isEmpty();
        assertThat(PlanText.of(result.plan().orElseThrow(), List.of()))
                .contains("  blast radius  4 replicas of web, at most 4 of 4 of web at a time\n")
                .contains("  allowed       no limit declared\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            web   | the faults hit 4 of 4 replicas of web at a time, the blast radius allows 50% of a service
            kv    | the faults hit 1 of 1 replicas of kv at a time, the blast radius allows 50% of a service
            """)
    void moreOfAServiceThanItsShare_isRefused(String on, String message) throws IOException {
        // Given
        radius = "{share: 50%}";
        // When / Then
        assertThat(problems(plan(crash(on, ""))))
                .singleElement()
                .asString()
                .startsWith("x.yaml:")
                .endsWith("extensions[0].blast-radius.share: " + message);
    }

    @ParameterizedTest
    @CsvSource({"one, true", "2, true", "3, false"})
    void drawnTargets_countAsDrawn(String count, boolean allowed) throws IOException {
        // Given
        radius = "{share: 50%}";
        // When / Then
        assertThat(plan(crash("web", "count: " + count)).problems().isEmpty()).isEqualTo(allowed);
    }

    @Test
    void linksIntoAReplica_countForTheReplicaOnce() throws IOException {
        // Given
        radius = "{share: 25%}";
        // When / Then: web#1 calls kv#1, and it is kv that is hit.
        assertThat(messages(plan("- {type: action, name: slow, provider: {type: python, module: blackstart.fault,"
                        + " func: latency, arguments: {\"on\": web#1->kv, latency: 1s}}}")))
                .containsExactly(
                        "the faults hit 1 of 1 replicas of kv at a time, the blast radius allows 25% of a service");
    }

    @Test
    void faultsOneAfterTheOther_areNotTogether() throws IOException {
        // Given
        radius = "{share: 25%}";
        String first = crash("web#1", "duration: 2s, id: first");
        String second = crash("web#2", "duration: 2s");
        // When / Then
        assertThat(plan(first, wait("3"), second).problems()).isEmpty();
        assertThat(plan(first, revert("first"), second).problems()).isEmpty();
        assertThat(plan(first, wait("1"), second).problems()).hasSize(1);
        assertThat(plan(first, second).problems()).hasSize(1);
        assertThat(plan(crash("web#1", ""), wait("3"), second).problems()).hasSize(1);
        assertThat(plan(first.replace("{type: action", "{background: true, type: action"), wait("3"), second)
                        .problems())
                .hasSize(1);
    }

    @Test
    void faultThatIsLongerThanAllowed_isRefused_andOneWithoutAnEndToo() throws IOException {
        // Given
        radius = "{duration: 30s}";
        // When / Then
        assertThat(plan(crash("kv", "duration: 30s")).problems()).isEmpty();
        assertThat(problems(plan(crash("kv", "duration: 31s"))))
                .singleElement()
                .asString()
                .contains("method[0]: blackstart.fault.crash is in force for 31s, the blast radius allows 30s (x.yaml:")
                .endsWith(" extensions[0].blast-radius.duration)");
        assertThat(messages(plan(crash("kv", ""))))
                .singleElement()
                .asString()
                .contains("stays in force until it is reverted, the blast radius allows 30s: give it a duration");
    }

    @Test
    void loadBeyondTheRate_isRefused() throws IOException {
        // Given
        radius = "{rate: 30}";
        workload = "  workload: {rate: 40, timeout: 1s, call: {to: web, path: /}}\n";
        // When / Then
        assertThat(problems(plan(crash("kv", ""))))
                .singleElement()
                .asString()
                .contains("extensions[0].workload: the load is 40 requests/s, the blast radius allows 30 (x.yaml:");
    }

    @Test
    void serviceNobodyKnows_isToldWithTheNameThatWasMeant() throws IOException {
        // Given
        radius = "{services: [wep]}";
        // When / Then
        assertThat(messages(plan(crash("web#1", ""))))
                .contains("blast-radius.services: unknown service 'wep'; known: web, kv (did you mean web?)");
    }

    @Test
    void environment_limitsWhatTheExperimentLeavesOpen_andIsNamed() throws IOException {
        // Given
        settings(TWO_ENVIRONMENTS);
        environment("production");
        workload = "  workload: {rate: 60, timeout: 1s, call: {to: web, path: /}}\n";
        // When / Then
        assertThat(problems(plan(crash("web", "duration: 10s"), crash("kv", "duration: 1m"))))
                .allSatisfy(problem -> assertThat(problem).startsWith("x.yaml:").contains("(blackstart.yaml:"))
                .satisfiesExactlyInAnyOrder(
                        each -> assertThat(each)
                                .contains("the faults hit 2 services (kv, web), the blast radius allows 1")
                                .contains("blackstart.yaml:7 environments.production.blast-radius.services"),
                        each -> assertThat(each)
                                .contains("the faults hit 5 replicas")
                                .contains("blackstart.yaml:8 environments.production.blast-radius.replicas"),
                        each -> assertThat(each).contains("4 of 4 replicas of web at a time"),
                        each -> assertThat(each).contains("1 of 1 replicas of kv at a time"),
                        each -> assertThat(each).contains("method[1]: ", "in force for 1m"),
                        each -> assertThat(each).contains("the load is 60 requests/s"));
    }

    @Test
    void experimentThatAsksForMoreThanItsEnvironment_isToldBothPlaces() throws IOException {
        // Given
        settings(TWO_ENVIRONMENTS);
        environment("production");
        radius = "{services: [web, kv], replicas: 2, share: 50%, duration: 1m, rate: 100}";
        // When / Then
        assertThat(problems(plan(crash("web#1", "duration: 10s"))))
                .allSatisfy(
                        problem -> assertThat(problem).startsWith("x.yaml:").contains("extensions[0].blast-radius."))
                .satisfiesExactlyInAnyOrder(
                        each -> assertThat(each)
                                .contains(".services: services: 2 is more than the environment 'production' allows, 1"
                                        + " (blackstart.yaml:7 environments.production.blast-radius.services)"),
                        each -> assertThat(each).contains("replicas: 2 is more than", "allows, 1 (blackstart.yaml:8"),
                        each -> assertThat(each).contains("share: 50% is more than", "allows, 25% (blackstart.yaml:9"),
                        each -> assertThat(each)
                                .contains("duration: 1m is more than", "allows, 30s (blackstart.yaml:10"),
                        each -> assertThat(each).contains("rate: 100 is more than", "allows, 50 (blackstart.yaml:11"));
    }

    @Test
    void stricterOfBoth_holds_andThePlanSaysWhereItComesFrom() throws IOException {
        // Given
        settings(TWO_ENVIRONMENTS);
        environment("staging");
        radius = "{replicas: 2}";
        // When
        Planner.Result result = plan(crash("web#1", "duration: 10s"));
        // Then
        assertThat(result.problems()).isEmpty();
        Plan plan = result.plan().orElseThrow();
        assertThat(plan.blastRadius().replicas().orElseThrow().most()).isEqualTo(2);
        assertThat(plan.blastRadius().duration().orElseThrow().most()).isEqualTo(Duration.ofMinutes(5));
        assertThat(plan.settings().longestLease().orElseThrow().most()).isEqualTo(Duration.ofMinutes(10));
        assertThat(PlanText.of(plan, List.of())).contains("""
                  blast radius  1 replica of web, at most 1 of 4 of web at a time
                  environment   staging
                  allowed       at most 2 replicas (x.yaml:8 extensions[0].blast-radius.replicas)
                                at most 5m for each fault (blackstart.yaml:3 environments.staging.blast-radius.duration)
                                leases of at most 10m (blackstart.yaml:4 environments.staging.lease.longest)
                """);
    }

    @Test
    void leaseThatIsLongerThanTheEnvironmentAllows_isRefused() throws IOException {
        // Given
        settings(TWO_ENVIRONMENTS);
        environment("staging");
        // When / Then
        assertThat(plan(crash("kv", "duration: 10s, lease: 10m")).problems()).isEmpty();
        assertThat(problems(plan(crash("kv", "duration: 10s, lease: 11m"))))
                .singleElement()
                .asString()
                .contains("method[0]: lease: 11m is more than the environment allows, 10m (blackstart.yaml:4"
                        + " environments.staging.lease.longest)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            environments: {one: {}}                                  | -    | one
            environments: {one: {}, default: {}}                     | -    | default
            environments: {one: {}, default: {}}                     | one  | one
            {environment: two, environments: {one: {}, two: {}}}     | -    | two
            {environment: two, environments: {one: {}, two: {}}}     | one  | one
            environments: {one: }                                    | -    | one
            """)
    void environment_isChosen(String file, String asked, String chosen) throws IOException {
        // Given
        settings(file);
        choice = new Settings.Choice(Optional.empty(), Optional.ofNullable(asked));
        // When
        Planner.Result result = plan(crash("kv", ""));
        // Then
        assertThat(result.problems()).isEmpty();
        assertThat(result.plan().orElseThrow().settings().environment()).contains(chosen);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            environments: {one: {}, two: {}}                      | -   | which environment is this, of one, two? Choose with --environment NAME
            environments: {one: {}, two: {}}                      | tow | --environment: unknown environment 'tow'; known: one, two (did you mean two?)
            {environment: tow, environments: {one: {}, two: {}}}  | -   | blackstart.yaml:1 environment: unknown environment 'tow'; known: one, two
            environmnts: {one: {}}                                | -   | unknown member 'environmnts'; known: environment, environments (did you mean environments?)
            environments: {one: {blast-radus: {}}}                | -   | environments.one.blast-radus: unknown member 'blast-radus'
            environments: {one: {blast-radius: {share: 0}}}       | -   | environments.one.blast-radius.share: share must be a share above 0
            environments: {one: {blast-radius: {services: [kv]}}} | -   | services must be a whole number from 1 to 10000, not a list
            environments: {one: {lease: {longest: 0s}}}           | -   | environments.one.lease.longest: longest must be longer than 0
            environments: {one: {lease: {longst: 1m}}}            | -   | unknown member 'longst'; known: longest
            '[]'                                                  | -   | a settings file must be a mapping
            """)
    void mistakeInTheSettings_isAProblemThatSaysWhatWouldDo(String file, String asked, String message)
            throws IOException {
        // Given
        settings(file);
        choice = new Settings.Choice(Optional.empty(), Optional.ofNullable(asked));
        // When / Then
        assertThat(problems(plan(crash("kv", ""))))
                .singleElement()
                .asString()
                .startsWith("blackstart.yaml")
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource({"., ., sub", "., sub, .", "sub, sub/deep, .", "-, ., sub"})
    void settings_holdInTheFoldersBelow_andForTheExperimentsBelow(String at, String working, String experiment)
            throws IOException {
        // Given
        Path top = folder;
        Files.createDirectories(folder.resolve("sub/deep"));
        if (!at.equals("-")) {
            Files.writeString(
                    folder.resolve(at).resolve("blackstart.yaml"),
                    "environments: {strict: {blast-radius: {replicas: 1}}}");
        }
        Path file = folder.resolve(experiment).resolve("x.yaml");
        plan(crash("web", ""));
        if (!file.equals(folder.resolve("x.yaml"))) {
            Files.move(folder.resolve("x.yaml"), file);
            Files.move(folder.resolve("shop.yaml"), file.resolveSibling("shop.yaml"));
        }
        // When
        Path from = top.resolve(working).normalize();
        Planner.Result result = Planner.plan(
                from.relativize(file.normalize()).toString(),
                FunctionRegistry.installed(),
                new Surroundings(from, System.getenv()),
                Overrides.NONE,
                true,
                choice);
        // Then
        assertThat(messages(result)).hasSize(at.equals("-") ? 0 : 1);
    }

    @Test
    void settings_linkThatLeadsNowhere_isAProblem() throws IOException {
        // Given
        Files.createSymbolicLink(folder.resolve("blackstart.yaml"), Path.of("nowhere.yaml"));
        // When / Then
        assertThat(problems(plan(crash("kv", ""))))
                .singleElement()
                .asString()
                .contains("blackstart.yaml: there is no file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redeploy | service: web              | 4 replicas of web
            restart  | service: web              | 4 replicas of web
            restart  | {service: web, ordinal: 2} | -
            """)
    void mitigationAmongTheFaults_countsAsOne(String func, String arguments, String hit) throws IOException {
        // Given
        radius = "{replicas: 2}";
        String mapping = arguments.startsWith("{") ? arguments : "{" + arguments + "}";
        // When
        Planner.Result result = plan(
                crash("kv", ""),
                "- {type: action, name: m, provider: {type: python, module: blackstart.mitigation, func: " + func
                        + ", arguments: " + mapping + "}}");
        // Then
        assertThat(messages(result)).hasSize(hit.equals("-") ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"a.txt, b.txt, 0", "a.txt, ./a.txt, 1", "a.txt, a.txt, 1"})
    void faultsOnFilesOfOneReplica_conflictOnOneFileOnly(String one, String other, int conflicts) throws IOException {
        // When
        Planner.Result result = plan(corrupt(one), corrupt(other));
        // Then
        assertThat(messages(result)).hasSize(conflicts).allMatch(message -> message.contains("conflicts with"));
    }

    private static String corrupt(String file) {
        return "- {type: action, name: corrupt, provider: {type: python, module: blackstart.fault, func: corrupt, arguments: {'on': kv,"
                + " file: " + file + "}}}";
    }

    @Test
    void settingsThatAreNotThere_areAProblem_whereSomebodyAsksForThem() throws IOException {
        // Given
        choice = new Settings.Choice(Optional.of("ops.yaml"), Optional.empty());
        // When / Then
        assertThat(problems(plan(crash("kv", "")))).singleElement().asString().contains("ops.yaml: there is no file");
        // Given
        environment("staging");
        // When / Then
        assertThat(problems(plan(crash("kv", ""))))
                .singleElement()
                .asString()
                .contains(
                        "blackstart.yaml: there is no file of this name in the working folder, the experiment's, or one"
                                + " above them, and so no environment 'staging'");
    }
}
