package dev.blackstart.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs samples through JUnit's test kit. */
final class Kit {
    static final String JUPITER = "junit-jupiter";
    static final String EXPERIMENTS = "blackstart";

    private Kit() {}

    static EngineTestKit.Builder jupiter(Class<?>... samples) {
        return of(JUPITER, samples);
    }

    static EngineTestKit.Builder experiments(Class<?>... samples) {
        return of(EXPERIMENTS, samples);
    }

    private static EngineTestKit.Builder of(String engine, Class<?>... samples) {
        return EngineTestKit.engine(engine)
                .selectors(Arrays.stream(samples)
                        .map(sample -> selectClass(sample))
                        .toArray(DiscoverySelector[]::new));
    }

    /** With Jupiter. */
    static EngineExecutionResults run(Class<?>... samples) {
        return jupiter(samples).execute();
    }

    /** With Jupiter, four at a time. */
    static EngineExecutionResults runInParallel(Class<?>... samples) {
        return jupiter(samples)
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "4")
                .execute();
    }

    /** What the only test of a sample failed with. */
    static Throwable failure(EngineExecutionResults results) {
        return only(results, TestExecutionResult.Status.FAILED);
    }

    /** What the only test of a sample was aborted with. */
    static Throwable abortion(EngineExecutionResults results) {
        return only(results, TestExecutionResult.Status.ABORTED);
    }

    private static Throwable only(EngineExecutionResults results, TestExecutionResult.Status status) {
        List<TestExecutionResult> all = results.testEvents().finished().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .toList();
        assertThat(all).hasSize(1);
        assertThat(all.get(0).getStatus()).as(all.get(0).toString()).isEqualTo(status);
        return all.get(0).getThrowable().orElseThrow();
    }

    static void assertSucceeded(EngineExecutionResults results, int tests) {
        List<Event> others = results.allEvents().finished().stream()
                .filter(event ->
                        event.getRequiredPayload(TestExecutionResult.class).getStatus()
                                != TestExecutionResult.Status.SUCCESSFUL)
                .toList();
        assertThat(others).as("what did not succeed").isEmpty();
        assertThat(results.testEvents().succeeded().count()).isEqualTo(tests);
    }

    /** What was published, of each key the last. */
    static Map<String, String> reported(EngineExecutionResults results) {
        Map<String, String> entries = new LinkedHashMap<>();
        published(results).forEach(entries::putAll);
        return entries;
    }

    /** Of every test. */
    static List<String> journals(EngineExecutionResults results) {
        return published(results)
                .flatMap(entries -> Stream.ofNullable(entries.get("blackstart.journal")))
                .toList();
    }

    private static Stream<Map<String, String>> published(EngineExecutionResults results) {
        return results.allEvents().reportingEntryPublished().stream()
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs());
    }
}
