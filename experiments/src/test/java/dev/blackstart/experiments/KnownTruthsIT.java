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
import java.util.List;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Experiments whose figures are known beforehand. */
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
        List<Long> held = waitsOver(Duration.ofMillis(250), ended.entries());
        // All that were sent while it was in force waited for its end, 40 of them a second; a quarter of a second's
        // worth less than 250 ms.
        long due = Math.round((inForce.toMillis() - 250) * 40 / 1000.0);
        assertThat((long) held.size()).isBetween(due - 3, due + 3);
        assertThat(held.stream().mapToLong(Long::longValue).max().orElse(0))
                .isBetween(inForce.toMillis() - 50, inForce.toMillis() + 150);
        for (long from : List.of(500L, 1000L, 1500L)) {
            assertThat(held.stream().filter(wait -> wait >= from && wait < from + 500))
                    .as("waits of %d to %d ms", from, from + 500)
                    .hasSizeBetween(17, 23);
        }
    }

    private static Instant momentOf(Class<? extends Event> type, List<Entry> entries) {
        return entries.stream()
                .filter(entry -> type.isInstance(entry.event()))
                .map(Entry::at)
                .findFirst()
                .orElseThrow();
    }

    /** Of the requests that ended after the fault began; in milliseconds. */
    private static List<Long> waitsOver(Duration least, List<Entry> entries) {
        Instant injected = momentOf(Event.FaultInjected.class, entries);
        List<Long> waits = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.event() instanceof Event.LatencySecond second
                    && second.start().plusSeconds(1).isAfter(injected)) {
                for (HistogramIterationValue value :
                        histogram(second.histogram()).recordedValues()) {
                    long millis = value.getValueIteratedTo() / 1000;
                    for (long i = 0; i < value.getCountAtValueIteratedTo() && millis >= least.toMillis(); i++) {
                        waits.add(millis);
                    }
                }
            }
        }
        return waits;
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
