package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.report.Finding;
import dev.blackstart.report.Outcome;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.report.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A steady state that holds whether or not the service is there. */
class VacuityIT {
    private static final String SENTENCE =
            "The steady state held, but probe 'not too much' was met although kv#1 was down";

    @TempDir
    private Path folder = Path.of("");

    private static SmallExperiment experiment() {
        Map<String, Object> probe = Map.of(
                "type",
                "probe",
                "name",
                "not too much",
                "tolerance",
                Map.of("type", "range", "range", List.of(0, 1000)),
                "provider",
                Map.of(
                        "type",
                        "python",
                        "module",
                        "blackstart.sli",
                        "func",
                        "throughput",
                        "arguments",
                        Map.of("window", "1s")));
        return new SmallExperiment()
                .fault("crash", "kv")
                .member("steady-state-hypothesis", Map.of("title", "Served", "probes", List.of(probe)))
                .extension(
                        "workload",
                        Map.of("rate", 40, "timeout", "500ms", "call", Map.of("to", "kv:8080", "path", "/")));
    }

    private Command.Ended run(SmallExperiment experiment, int status) throws IOException {
        Command.Ended ended = new Command(folder).run("run", experiment.in(folder));
        assertThat(ended.status()).as(ended.output()).isEqualTo(status);
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
        return ended;
    }

    @Test
    void steadyStateThatHoldsWhileItsServiceIsDown_isInconclusive() throws IOException {
        Command.Ended ended = run(experiment(), 3);

        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).isEqualTo(SENTENCE);
        assertThat(ended.output()).contains(SENTENCE);
    }

    @Test
    void steadyStateThatHoldsWhileItsServiceIsDown_isOnlyNoted_whereTheFileWantsNoMore() throws IOException {
        Command.Ended ended = run(experiment().extension("vacuity", "warn"), 0);

        assertThat(OutcomeFold.of(ended.entries()).findings())
                .extracting(Finding::sentence)
                .contains(SENTENCE);
        assertThat(ended.output()).contains(SENTENCE);
    }
}
