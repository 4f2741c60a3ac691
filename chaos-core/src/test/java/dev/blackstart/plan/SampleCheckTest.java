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

/** Whether a load brings enough answers into the windows that are looked at; the alert's are 1 h and 5 min. */
class SampleCheckTest {
    private static final String TOPOLOGY = """
            services:
              web:
                x-blackstart:
                  process: [/bin/sleep, "{port:8080}"]
                  ready: tcp:8080
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
    private static final String LOAD = """
            topology: shop.yaml
            workload: {rate: %s, timeout: 1s, call: {to: web, method: GET, path: /}}
            """;
    private static final String PROBE =
            "{type: probe, name: look, tolerance: [0, 1], provider: {type: python, module: blackstart.sli, func: %s,"
                    + " arguments: {%s}}}";

    @TempDir
    private Path folder = Path.of("");

    private List<String> problems(String extension, String probes) throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), TOPOLOGY);
        Files.writeString(folder.resolve("slo.yaml"), SLO);
        Files.writeString(
                folder.resolve("experiment.yaml"),
                "title: t\ndescription: d\nconfiguration: {short: 500ms}\nmethod: []\n"
                        + "steady-state-hypothesis: {title: h, probes: [" + probes + "]}\n" + extension);
        return Planner.plan(
                        "experiment.yaml",
                        FunctionRegistry.installed(),
                        new Surroundings(folder, System.getenv()),
                        Overrides.NONE,
                        true)
                .problems()
                .stream()
                .map(Problem::message)
                .toList();
    }

    private List<String> problems(String rate, String more, String probes) throws IOException {
        return problems("extensions:\n- name: blackstart\n" + (LOAD.formatted(rate) + more).indent(2), probes);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            8   | 600     | the alert could never fire: 8 requests/s bring 4 answers into its short window, which is 500ms at time-scale 600, and it needs 10; a rate of at least 20 or a time-scale of at most 230 would do
            0.01 | 1      | a rate of at least 1 would do
            40  | 1000000 | would be shorter than 100ms at time-scale 1000000, and nothing is measured finer; a time-scale of at most 1000 would do
            200 | 1000000 | a time-scale of at most 3000 would do
            """)
    void alertThatCannotFire_isRefused(String rate, String timeScale, String message) throws IOException {
        assertThat(problems(rate, "alert: {slo: slo.yaml, within: 8s, time-scale: " + timeScale + "}", ""))
                .singleElement()
                .asString()
                .contains(message);
    }

    @Test
    void abortConditionWhoseWindowIsTooLong_isRefused() throws IOException {
        // Given
        String longest = "abort-when: [" + PROBE.formatted("full_ratio", "window: 25s") + "]";
        // When / Then
        assertThat(problems("40", longest, "")).isEmpty();
        assertThat(problems("40", longest.replace("25s", "26s"), ""))
                .containsExactly("abort-when: a window of 26s is too long; the fault waits until it is full, for at"
                        + " most 25s");
    }

    @Test
    void abortConditionOnALoadThatIsTooThin_isRefused() throws IOException {
        assertThat(problems("1", "abort-when: [" + PROBE.formatted("full_ratio", "window: 2s") + "]", ""))
                .singleElement()
                .asString()
                .contains("1 requests/s bring 2 answers in 2s, and this probe needs at least 10");
    }

    @ParameterizedTest
    @CsvSource({"20, 600", "8, 230", "40, 1000", "200, 3000", "0.05, 1"})
    void alertThatJustCanFire_isAccepted(String rate, String timeScale) throws IOException {
        assertThat(problems(rate, "alert: {slo: slo.yaml, within: 8s, time-scale: " + timeScale + "}", ""))
                .isEmpty();
    }

    @Test
    void holdThatIsTooShortToTell_isRefused() throws IOException {
        String more = "alert: {slo: slo.yaml, within: 8s, time-scale: 1}\nrecovery: {within: 10s, hold: %s}";

        assertThat(problems("8", more.formatted("500ms"), ""))
                .containsExactly("recovery.hold: 8 requests/s bring 4 answers in 500ms, and recovery is told from 10; a"
                        + " hold of at least 1.3s or a higher workload.rate would do");
        assertThat(problems("8", more.formatted("1.3s"), "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            full_ratio    | window: 500ms                 | window: 8 requests/s bring 4 answers in 500ms, and this probe needs at least 10; a window of at least 1.3s
            success_ratio | window: '${short}'            | this probe needs at least 10
            latency       | quantile: 0.99, window: 3s    | window: 8 requests/s bring 24 answers in 3s, and this probe needs at least 100; a window of at least 12.5s
            latency       | quantile: 95, window: 10s     | quantile must be a number from 0.001 to 0.9999: 95
            throughput    | window: 2h                    | window must be a duration from 100ms to 1h: '2h'
            throughput    | window: 1ms                   | window must be a duration from 100ms to 1h: '1ms'
            """)
    void probeThatCannotMeasure_isRefused(String func, String arguments, String message) throws IOException {
        assertThat(problems("8", "", PROBE.formatted(func, arguments)))
                .singleElement()
                .asString()
                .startsWith(message.startsWith("this") ? "window: 8 requests/s" : message)
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            full_ratio | window: 1300ms
            throughput | window: 100ms
            latency    | quantile: 0.9, window: 1100ms
            full_ratio | window: '${unknown}'
            """)
    void probeThatCanMeasure_isAccepted(String func, String arguments) throws IOException {
        assertThat(problems("8", "", PROBE.formatted(func, arguments))).isEmpty();
    }

    @Test
    void probeWithoutLoad_isToldWhatItLacks() throws IOException {
        String probe = PROBE.formatted("throughput", "window: 1s");

        assertThat(problems("", probe)).singleElement().asString().contains("declare 'workload'");
        assertThat(problems("extensions: [{name: blackstart}]", probe))
                .singleElement()
                .asString()
                .contains("declare 'workload'");
        assertThat(problems("extensions: [{name: blackstart, workload: {rate: 0}}]", probe))
                .as("what else is wrong with the workload is said, not that there is none")
                .noneMatch(message -> message.contains("declare 'workload'"));
    }
}
