package dev.blackstart.report;

import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is going on in a run at this moment, folded from its entries. */
final class LiveState {
    private static final int BUCKETS_A_SECOND = 10;

    @Nullable Phase phase;

    @Nullable String playbook;

    private final Deque<Event.LoadBucket> lastSecond = new ArrayDeque<>();
    private final Map<String, Event.FaultPrepared> faults = new LinkedHashMap<>();
    private final Map<String, Event.FaultSample> measured = new LinkedHashMap<>();
    private final Map<String, Event.FaultAdjusted> adjusted = new LinkedHashMap<>();
    private final Map<String, Event.FaultPrepared> inForce = new LinkedHashMap<>();
    private Event.@Nullable LatencySecond latency;
    private boolean loaded;
    private @Nullable String awaited;
    private @Nullable Instant awaitedUntil;

    void add(Entry entry) {
        Event event = entry.event();
        if (event instanceof Event.RunStarted run) {
            playbook = run.declared().playbook();
        } else if (event instanceof Event.PhaseEntered entered) {
            phase = entered.phase();
            awaited = null;
        } else if (event instanceof Event.RunInterrupted) {
            awaited = null;
        } else if (event instanceof Event.Awaiting awaiting) {
            awaited = awaiting.what();
            awaitedUntil = entry.at().plus(awaiting.atMost());
        } else if (event instanceof Event.LoadStarted) {
            loaded = true;
        } else if (event instanceof Event.LoadStopped) {
            loaded = false;
            lastSecond.clear();
            latency = null;
        } else if (event instanceof Event.LoadBucket bucket) {
            lastSecond.addLast(bucket);
            if (lastSecond.size() > BUCKETS_A_SECOND) {
                lastSecond.removeFirst();
            }
        } else if (event instanceof Event.LatencySecond second) {
            latency = second;
        } else {
            addFault(event);
        }
    }

    private void addFault(Event event) {
        if (event instanceof Event.FaultPrepared prepared) {
            faults.put(prepared.id(), prepared);
            // The fault of another run, which it has waited for, is gone.
            awaited = phase == Phase.FAULT ? null : awaited;
        } else if (event instanceof Event.FaultInjected injected) {
            Event.FaultPrepared prepared = faults.get(injected.id());
            if (prepared != null) {
                inForce.put(injected.id(), prepared);
            }
        } else if (event instanceof Event.FaultAdjusted change) {
            adjusted.put(change.id(), change);
        } else if (event instanceof Event.FaultSample sample && sample.moment() == Event.Moment.DURING) {
            measured.put(sample.id(), sample);
        } else if (event instanceof Event.FaultReverted reverted) {
            inForce.remove(reverted.id());
        } else if (event instanceof Event.FaultMitigated mitigated) {
            inForce.remove(mitigated.id());
        } else if (event instanceof Event.FaultLost lost) {
            inForce.remove(lost.id());
        } else if (event instanceof Event.FaultFailed failed) {
            inForce.remove(failed.id());
        }
    }

    /** The phase as people write it. */
    String phaseName() {
        return phase == null ? "" : phase.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a fault is, for people. */
    String fault(String id) {
        Event.FaultPrepared prepared = faults.get(id);
        return prepared == null ? id : shortName(prepared) + " on " + prepared.target() + " (" + prepared.asked() + ")";
    }

    private static String shortName(Event.FaultPrepared prepared) {
        return prepared.fault().substring(prepared.fault().lastIndexOf('.') + 1);
    }

    String statusLine(Instant now) {
        StringBuilder line = new StringBuilder();
        if (loaded) {
            load(line);
        }
        inForce.forEach((id, fault) -> {
            Event.FaultSample sample = measured.get(id);
            Event.FaultAdjusted change = adjusted.get(id);
            line.append(line.isEmpty() ? "" : " | ")
                    .append(shortName(fault))
                    .append(change != null && !change.inForce() ? ": in a pause, asked " : ": asked ")
                    .append(change == null ? fault.asked() : change.asked());
            String unit = fault.expected().unit();
            if (sample != null) {
                line.append(", last ")
                        .append(
                                unit == null || sample.value() == null
                                        ? Words.seconds(sample.took())
                                        : Words.value(sample.value(), unit));
            }
        });
        if (awaited != null && awaitedUntil != null && awaitedUntil.isAfter(now)) {
            line.append(line.isEmpty() ? "" : " | ").append("waiting for ").append(awaited);
            line.append(", at most ").append(Words.seconds(Duration.between(now, awaitedUntil)));
        }
        return line.isEmpty() ? "…" : line.toString();
    }

    private void load(StringBuilder line) {
        int full = 0;
        int degraded = 0;
        int shed = 0;
        int failed = 0;
        for (Event.LoadBucket bucket : lastSecond) {
            full += bucket.full();
            degraded += bucket.degraded();
            shed += bucket.shed();
            failed += bucket.failed();
        }
        line.append(String.format(
                Locale.ROOT,
                "%d/s: %d full, %d degraded, %d failed",
                full + degraded + shed + failed,
                full,
                degraded,
                failed));
        if (shed > 0) {
            line.append(", ").append(shed).append(" shed");
        }
        if (latency != null) {
            Latencies.decode(latency.histogram())
                    .ifPresent(histogram -> line.append(String.format(
                            Locale.ROOT,
                            ", p50 %d ms, p99 %d ms",
                            Math.round(histogram.getValueAtPercentile(50) / 1000.0),
                            Math.round(histogram.getValueAtPercentile(99) / 1000.0))));
        }
    }
}
