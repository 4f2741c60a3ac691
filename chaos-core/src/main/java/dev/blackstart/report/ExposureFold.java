package dev.blackstart.report;

import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.Section;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What met one fault: the system's own traffic on the links to its target, or the load that calls the target itself. */
final class ExposureFold {
    private static final String NO_TRAFFIC = "met no traffic of the system";
    private static final String REFUSED_UNSEEN = NO_TRAFFIC
            + " that can be told: a connection that is refused leaves no trace, so let one through before the fault";

    private final String id;
    private final List<Event.TrafficSample> traffic = new ArrayList<>();
    private final List<Event.LoadBucket> load = new ArrayList<>();
    private final Met met = new Met();
    private @Nullable String workload;
    private @Nullable Instant injected;
    private @Nullable Instant end;
    private @Nullable Instant mitigating;
    private int trafficBefore;
    private boolean away;
    private boolean coming;
    private boolean closed;

    /** @param words what met it: {@code met by 1 of 1 connections, 253 chunks, 159 kB; 240 requests finished meanwhile} */
    record Exposure(boolean exposed, String words) {}

    /** What went through while the fault was there. */
    private static final class Met {
        long chunks;
        long bytes;
        long cut;

        /** @param coming whether the fault came between them: what went through meanwhile may not have met it */
        void add(Event.TrafficSample from, Event.TrafficSample to, boolean coming) {
            chunks += coming ? 0 : to.chunks() - from.chunks();
            bytes += coming ? 0 : to.bytes() - from.bytes();
            cut += to.cut() - from.cut();
        }
    }

    ExposureFold(String id) {
        this.id = id;
    }

    /** In their order. */
    void add(Entry entry) {
        Event event = entry.event();
        if (event instanceof Event.RunStarted run) {
            workload = run.declared().workload();
        } else if (event instanceof Event.FaultInjected fault && fault.id().equals(id)) {
            injected = entry.at();
            coming = true;
            trafficBefore = traffic.size();
        } else if (event instanceof Event.FaultAdjusted adjusted
                && adjusted.id().equals(id)) {
            coming = away && adjusted.inForce();
            away = !adjusted.inForce();
        } else if (isItsEnd(event)) {
            end = end == null ? entry.at() : end;
        } else if (event instanceof Event.TrafficSample sample && sample.id().equals(id)) {
            addTraffic(sample);
        } else if (event instanceof Event.ActivityStarted started && started.section() == Section.PLAYBOOK) {
            mitigating = injected == null || mitigating != null ? mitigating : entry.at();
        } else if (event instanceof Event.LoadBucket bucket) {
            load.add(bucket);
        }
    }

    private boolean isItsEnd(Event event) {
        return (event instanceof Event.FaultReverted reverted && reverted.id().equals(id))
                || (event instanceof Event.FaultLost lost && lost.id().equals(id))
                || (event instanceof Event.FaultMitigated mitigated
                        && mitigated.id().equals(id));
    }

    /** The exposure is closed by the fault's end, or by the first sample once the playbook has begun to act. */
    private void addTraffic(Event.TrafficSample sample) {
        if (!closed) {
            if (injected != null && !away && !traffic.isEmpty()) {
                met.add(traffic.get(traffic.size() - 1), sample, coming);
                coming = false;
            }
            traffic.add(sample);
            closed = end != null || mitigating != null;
        }
    }

    /** The traffic of the links, and where the load calls the target itself, the load. */
    Exposure exposure(Event.FaultPrepared fault, Optional<Instant> clock) {
        Optional<String> requests = requests(clock);
        Exposure onLinks = onLinks(fault, requests);
        boolean called = !fault.target().contains("->") && fault.target().startsWith(workload + "#");
        return onLinks.exposed() || !called ? onLinks : new Exposure(requests.isPresent(), requests.orElse(NO_TRAFFIC));
    }

    private Exposure onLinks(Event.FaultPrepared fault, Optional<String> requests) {
        String meanwhile = requests.map(finished -> "; " + finished).orElse("");
        if (injected == null || traffic.size() <= trafficBefore || trafficBefore == 0) {
            return new Exposure(false, NO_TRAFFIC);
        }
        Event.TrafficSample opened = traffic.get(0);
        Event.TrafficSample from = traffic.get(trafficBefore - 1);
        Event.TrafficSample to = traffic.get(traffic.size() - 1);
        long chunks = met.chunks;
        long cut = met.cut;
        boolean silencing = fault.expected().silences();
        if (chunks <= 0 && silencing) {
            long earlier = from.chunks() - opened.chunks();
            long tried = to.connections() - from.connections();
            List<String> signs = new ArrayList<>();
            if (cut > 0) {
                signs.add("cut " + counted(cut, "connection"));
            }
            if (earlier > 0) {
                signs.add("silenced a traffic of " + counted(earlier, "chunk") + " right before");
            }
            if (tried > 0) {
                signs.add("met by " + counted(tried, "new connection"));
            }
            String none = fault.fault().endsWith(".refuse") ? REFUSED_UNSEEN : NO_TRAFFIC;
            return signs.isEmpty()
                    ? new Exposure(false, none)
                    : new Exposure(true, String.join(", ", signs) + meanwhile);
        }
        if (chunks <= 0) {
            return new Exposure(false, NO_TRAFFIC);
        }
        String words = "met by " + to.met() + " of " + to.connections() + " connections, " + counted(chunks, "chunk")
                + ", " + kilobytes(met.bytes);
        return new Exposure(true, (silencing && cut > 0 ? words + ", " + cut + " cut" : words) + meanwhile);
    }

    /** How many requests of the load finished between the effect and the first mitigation step; empty when none did. */
    private Optional<String> requests(Optional<Instant> clock) {
        long finished = load.stream()
                .filter(bucket -> clock.isPresent() && !bucket.start().isBefore(clock.get()))
                .filter(bucket -> isBefore(bucket, end) && isBefore(bucket, mitigating))
                .mapToLong(bucket -> bucket.full() + bucket.degraded() + bucket.shed() + bucket.failed())
                .sum();
        return finished > 0 ? Optional.of(counted(finished, "request") + " finished meanwhile") : Optional.empty();
    }

    private static boolean isBefore(Event.LoadBucket bucket, @Nullable Instant last) {
        return last == null || bucket.start().isBefore(last);
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String kilobytes(long bytes) {
        return bytes < 1000 ? bytes + " B" : Math.round(bytes / 1000.0) + " kB";
    }
}
