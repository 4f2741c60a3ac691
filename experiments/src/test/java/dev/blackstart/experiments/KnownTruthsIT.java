package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.report.Outcome;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.report.Verdict;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Experiments whose figures are known beforehand. Alone on the machine, because of their figures. */
@Isolated
class KnownTruthsIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void recovery_ofAFaultThatLastsSixSeconds_takesSixSeconds() {
        Variant variant = Variant.of("kv-brownout.json")
                .hasty()
                .withoutExtension("playbook")
                .withoutExtension("control")
                .fault("latency", Map.of("on", "bfe-a->kv-a", "latency", "2s", "duration", "6s"));

        Command.Ended ended = new Command(folder).run("run", variant.in(folder).toString());

        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(outcome.verdict()).as(ended.output()).isEqualTo(Verdict.HELD);
        assertThat(outcome.times().recover()).isPresent();
        assertThat(outcome.times().recover().get().toMillis()).isCloseTo(6000, within(250L));
    }

    @Test
    void stallOfTwoSeconds_atFortyASecond_holdsEightyRequestsForTwoSecondsToNone() {
        Variant variant = Variant.of("kv-brownout.json")
                .extension(
                        "topology",
                        Path.of("src/test/resources/topologies/patient.yaml")
                                .toAbsolutePath()
                                .toString())
                .extension("workload.timeout", "10s")
                .withoutExtension("playbook")
                .withoutExtension("control")
                .withoutExtension("alert")
                .withoutExtension("degradation")
                .withoutExtension("recovery")
                .extension("blast-radius.services", List.of("bfe-a"))
                .fault("stall", Map.of("on", "sfe->bfe-a", "duration", "2s"));

        Command.Ended ended = new Command(folder).run("run", variant.in(folder).toString());

        assertThat(OutcomeFold.of(ended.entries()).evidence())
                .as(ended.output())
                .hasSize(1)
                .allSatisfy(evidence -> assertThat(evidence.missing()).isEmpty());
        Duration inForce = Duration.between(
                momentOf(Event.FaultInjected.class, ended.entries()),
                momentOf(Event.FaultReverted.class, ended.entries()));
        assertThat(inForce.toMillis()).isBetween(2_000L, 2_200L);
        Instant end = momentOf(Event.FaultReverted.class, ended.entries());
        assertThat(answers(end.minusMillis(1_800), end.minusMillis(100), ended.entries()))
                .as("answers while nothing came through")
                .isZero();
        long held = Math.round(inForce.toMillis() * 40 / 1000.0);
        assertThat(answers(end.minusMillis(100), end.plusMillis(900), ended.entries()))
                .as("what was held, and what came meanwhile")
                .isBetween(held + 30, held + 60);
        // The first one waited longest, as long as the stall and, on a busy machine, its injection; each that was sent
        // 25 ms later waited
        // 25 ms less. All came at once, so the last ones stood in a queue for some more.
        List<Long> waits = longest(70, ended.entries());
        long first = waits.get(0);
        assertThat(first).isBetween(inForce.toMillis() - 60, inForce.toMillis() + 800);
        for (int i = 0; i < waits.size(); i++) {
            assertThat(waits.get(i))
                    .as("wait of request %d in %s", i, waits)
                    .isBetween(first - 25L * i - 60, first - 25L * i + 300);
        }
    }

    private static long answers(Instant from, Instant to, List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.event() instanceof Event.LoadBucket)
                .map(entry -> (Event.LoadBucket) entry.event())
                .filter(bucket ->
                        !bucket.start().isBefore(from) && bucket.start().isBefore(to))
                .mapToLong(bucket -> bucket.full() + bucket.degraded() + bucket.shed() + bucket.failed())
                .sum();
    }

    private static Instant momentOf(Class<? extends Event> type, List<Entry> entries) {
        return entries.stream()
                .filter(entry -> type.isInstance(entry.event()))
                .map(Entry::at)
                .findFirst()
                .orElseThrow();
    }

    /** The longest waits of requests that ended after the fault began, from the longest on; in milliseconds. */
    private static List<Long> longest(int count, List<Entry> entries) {
        Instant injected = momentOf(Event.FaultInjected.class, entries);
        List<Long> waits = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.event() instanceof Event.LatencySecond second
                    && second.start().plusSeconds(1).isAfter(injected)) {
                for (HistogramIterationValue value :
                        histogram(second.histogram()).recordedValues()) {
                    waits.addAll(Collections.nCopies(
                            (int) value.getCountAtValueIteratedTo(), value.getValueIteratedTo() / 1000));
                }
            }
        }
        waits.sort(Comparator.reverseOrder());
        return waits.subList(0, count);
    }

    private static Histogram histogram(String encoded) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(encoded)), 0);
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
    }
}
