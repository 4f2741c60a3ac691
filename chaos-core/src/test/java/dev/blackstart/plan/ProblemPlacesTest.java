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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A slip is told once, and where it was made. */
class ProblemPlacesTest {
    private static final String TOPOLOGY = """
            services:
              kv:
                x-blackstart: {process: "true {port:6379}", ready: "tcp:6379"}
            """;

    private static final String PLAYBOOK = """
            alert: any
            steps:
            - type: action
              name: tell it
              within: 1s
              provider: %s
            """;

    @TempDir
    private Path folder;

    private String topology = "shop.yaml";
    private String more = "";
    private String on = "kv";

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), TOPOLOGY);
        Files.writeString(folder.resolve("calm.yaml"), PLAYBOOK.formatted("{type: process, path: 'true'}"));
    }

    private List<String> problems() throws IOException {
        Files.writeString(folder.resolve("x.yaml"), """
                title: t
                description: d
                configuration: {where: there}
                method:
                - type: action
                  name: hurt
                  provider:
                    type: python
                    module: blackstart.fault
                    func: crash
                    arguments:
                      "on": %s
                extensions:
                - name: blackstart
                  topology: %s
                %s
                """.formatted(on, topology, more.indent(2)));
        return Planner.plan(
                        "x.yaml",
                        FunctionRegistry.installed(),
                        new Surroundings(folder, System.getenv()),
                        Overrides.NONE,
                        true)
                .problems()
                .stream()
                .map(Problem::toString)
                .filter(problem -> !problem.contains("a playbook needs") && !problem.contains("alert 'any'"))
                .toList();
    }

    @Test
    void targetThatIsUnknown_isToldAtTheArgument() throws IOException {
        on = "kw";
        assertThat(problems())
                .containsExactly("x.yaml:12 method[0].provider.arguments.on: on: unknown service 'kw'; known: kv"
                        + " (did you mean kv?)");
    }

    @Test
    void serviceOfAnAbortConditionThatIsUnknown_isToldAtTheArgument() throws IOException {
        more = """
                abort-when:
                - type: probe
                  name: gone
                  tolerance: false
                  provider:
                    type: python
                    module: blackstart.topology
                    func: up
                    arguments:
                      service: kw
                """;
        assertThat(problems())
                .containsExactly(
                        "x.yaml:25 extensions[0].abort-when[0].provider.arguments.service: unknown service 'kw';"
                                + " known: kv (did you mean kv?)");
    }

    @ParameterizedTest
    @CsvSource({"shpo.yaml, ' (did you mean shop.yaml?)'", "clam.yaml, ''", "calm2.yaml, ''"})
    void topologyThatIsNotThere_isToldInTheExperiment_andNothingElseIsSuggestedForIt(String name, String meant)
            throws IOException {
        topology = name;
        assertThat(problems())
                .containsExactly("x.yaml:15 extensions[0].topology: topology: '" + name
                        + "': there is no file of this name" + meant);
    }

    @Test
    void playbookThatIsNotThere_isToldInTheExperiment() throws IOException {
        more = "playbook: clam.yaml";
        assertThat(problems())
                .contains("x.yaml:16 extensions[0].playbook: playbook: 'clam.yaml': there is no file of this name"
                        + " (did you mean calm.yaml?)");
    }

    @Test
    void sloThatIsNotThere_isToldInTheExperiment() throws IOException {
        more = "alert: {slo: slo/none.yaml, within: 5s}";
        assertThat(problems())
                .contains(
                        "x.yaml:16 extensions[0].alert.slo: alert.slo: 'slo/none.yaml': there is no file of this name");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: process, path: curl, arguments: ['http://${kv_6380}/']}",
                "{type: http, url: 'http://${kv_6380}/'}",
                "{type: python, module: blackstart.mitigation, func: restart, arguments: {service: '${kv_6380}'}}"
            })
    void variableOfAPlaybookThatNobodyDeclares_isToldWithItsPlace(String provider) throws IOException {
        Files.writeString(folder.resolve("calm.yaml"), PLAYBOOK.formatted(provider));
        more = "playbook: calm.yaml";
        assertThat(problems())
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("calm.yaml:6 steps[0].provider.")
                        .contains("${kv_6380} is nothing that the experiment declares; known: kv_6379, where"
                                + " (did you mean kv_6379?); write $${kv_6380} for the text as it is"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: process, path: curl, arguments: ['http://${kv_6379}/${where}?$${mine}']}",
                "{type: process, path: /bin/sh, arguments: ['-c', 'echo ${HOME}']}"
            })
    void variableThatIsDeclared_orTheShells_isFine(String provider) throws IOException {
        Files.writeString(folder.resolve("calm.yaml"), PLAYBOOK.formatted(provider));
        more = "playbook: calm.yaml";
        assertThat(problems()).noneMatch(problem -> problem.contains("is nothing that"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"raedy", "proces"})
    void memberOfAServiceThatIsMisspelt_isToldOnce(String typo) throws IOException {
        String meant = typo.equals("raedy") ? "ready" : "process";
        Files.writeString(folder.resolve("shop.yaml"), TOPOLOGY.replace(meant + ":", typo + ":"));
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("unknown member '" + typo + "'")
                .contains(meant + "?");
    }
}
