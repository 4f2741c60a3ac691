package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.report.Evidence;
import dev.blackstart.report.Outcome;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.report.Proof;
import dev.blackstart.report.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Whole experiments, and variants of them whose playbooks must not pass. Alone on the machine, because of their figures. */
@Isolated
class VerdictsIT {
    @TempDir
    private Path folder = Path.of("");

    private Outcome run(Variant variant, int status) throws IOException {
        Command command = new Command(folder);
        Command.Ended ended = command.run("run", variant.in(folder).toString());
        assertThat(ended.output()).isNotBlank();
        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(ended.status()).as(ended.output()).isEqualTo(status);
        assertThat(ended.output()).contains(outcome.verdict() + ": " + outcome.reason());
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
        assertThat(command.work().resolve("journal.json")).exists();
        return outcome;
    }

    private static void assertFelt(Outcome outcome, int arms) {
        assertThat(outcome.evidence()).hasSize(arms).allSatisfy(evidence -> {
            assertThat(evidence.missing()).isEmpty();
            assertThat(evidence.gone()).isNotEqualTo(Evidence.Gone.NO);
        });
    }

    @Test
    void kvBrownout_asItIs_playbookIsProven() throws IOException {
        Outcome outcome = run(Variant.of("kv-brownout.json"), 0);

        assertThat(outcome.verdict()).isEqualTo(Verdict.HELD);
        assertThat(outcome.proof()).isEqualTo(Proof.PROVEN);
        assertThat(outcome.status()).isEqualTo("completed");
        assertThat(outcome.deviated()).isFalse();
        assertThat(outcome.times().detect()).isPresent();
        assertThat(outcome.times().mitigate()).isPresent();
        assertThat(outcome.times().recover()).isPresent();
        assertFelt(outcome, 2);
    }

    @Test
    void kvBrownout_playbookRestartsAnotherServer_isIneffective() throws IOException {
        Outcome outcome = run(Variant.of("kv-brownout.json").hasty().playbook("restart-the-wrong-one.yaml"), 1);

        assertThat(outcome.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(outcome.proof()).isEqualTo(Proof.INEFFECTIVE);
        assertFelt(outcome, 2);
    }

    @Test
    void kvBrownout_faultEndsByItself_playbookIsNotNeeded() throws IOException {
        Outcome outcome = run(
                Variant.of("kv-brownout.json")
                        .hasty()
                        .fault("latency", Map.of("on", "bfe-a->kv-a", "latency", "2s", "duration", "10s")),
                3);

        assertThat(outcome.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.proof()).isEqualTo(Proof.NOT_NEEDED);
        assertFelt(outcome, 2);
    }

    @Test
    void kvBrownout_playbookBreaksTheBuyerForGood_isHarmful() throws IOException {
        Outcome outcome = run(
                Variant.of("kv-brownout.json")
                        .hasty()
                        .playbook("stop-bidding.yaml")
                        .fault("latency", Map.of("on", "bfe-a->kv-a", "latency", "2s", "duration", "6s")),
                1);

        assertThat(outcome.verdict()).isEqualTo(Verdict.DEVIATED);
        assertThat(outcome.proof()).isEqualTo(Proof.HARMFUL);
        assertFelt(outcome, 2);
    }
}
