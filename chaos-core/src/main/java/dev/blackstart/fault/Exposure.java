package dev.blackstart.fault;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkTraffic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * How much of the system's own traffic meets one fault, sampled from the counters of the links that lead to its target. Our own
 * exchanges are left out by their addresses. Without links there is nothing to sample. Thread-safe; a sample blocks for at most a
 * second for each link.
 */
final class Exposure {
    private final String id;
    private final List<Link> links;
    private final Supplier<Set<String>> own;
    private final EventSink events;
    private final Map<String, Long> before = new HashMap<>();
    private final Map<String, Long> atInjection = new HashMap<>();
    private final Set<String> ownOpen = new HashSet<>();
    private long cutBefore;
    private boolean started;
    private boolean injected;

    /** @param own every {@code ip:port} that is or was an end of ours */
    Exposure(FaultId id, List<Link> links, Supplier<Set<String>> own, EventSink events) {
        this.id = id.value();
        this.links = List.copyOf(links);
        this.own = own;
        this.events = events;
    }

    /** Samples while the fault is not there yet. Called at least twice, so that traffic before the fault can be told from silence. */
    synchronized void baseline() {
        sample(false);
    }

    /** Samples while the fault is in force. The first call is due right after the injection. */
    synchronized void inForce() {
        sample(true);
    }

    private void sample(boolean active) {
        if (links.isEmpty()) {
            return;
        }
        Map<String, LinkTraffic> traffic = new HashMap<>();
        for (Link link : links) {
            try {
                traffic.put(link.ref().toString(), link.traffic());
            } catch (RuntimeException e) {
                // A link that does not answer now leaves a gap; half a sum would look like traffic that went away.
                return;
            }
        }
        // After the traffic, so that no end of ours in it is missing here.
        Set<String> ours = own.get();
        Sum sum = new Sum();
        traffic.forEach((link, each) -> sum.add(link, each, ours));
        if (!started) {
            started = true;
            before.putAll(sum.carried);
        }
        if (!active) {
            cutBefore = sum.cut;
            ownOpen.clear();
            ownOpen.addAll(sum.ownOpen);
        } else if (!injected) {
            injected = true;
            atInjection.putAll(sum.carried);
        }
        events.add(sum.event());
    }

    /** One look at all links. */
    private final class Sum {
        private final Map<String, Long> carried = new HashMap<>();
        private final Set<String> open = new HashSet<>();
        private final Set<String> ownOpen = new HashSet<>();
        private long chunks;
        private long bytes;
        private long cut;

        void add(String link, LinkTraffic traffic, Set<String> ours) {
            cut += traffic.cut();
            for (LinkTraffic.Connection connection : traffic.connections()) {
                String key = link + " " + connection.source();
                if (ours.contains(connection.source())) {
                    if (connection.open()) {
                        ownOpen.add(key);
                    }
                    continue;
                }
                long each = connection.requestChunks() + connection.responseChunks();
                chunks += each;
                bytes += connection.requestBytes() + connection.responseBytes();
                carried.merge(key, each, Long::sum);
                if (connection.open()) {
                    open.add(key);
                }
            }
        }

        Event.TrafficSample event() {
            long connections = carried.entrySet().stream()
                    .filter(each ->
                            open.contains(each.getKey()) || each.getValue() > before.getOrDefault(each.getKey(), 0L))
                    .count();
            long met = !injected
                    ? 0
                    : carried.entrySet().stream()
                            .filter(each -> each.getValue() > atInjection.getOrDefault(each.getKey(), 0L))
                            .count();
            return new Event.TrafficSample(id, connections, chunks, bytes, systemsCut(), met);
        }

        /** Connections of the system that the fault closed: all that were closed, less ours among them. */
        private long systemsCut() {
            if (!injected) {
                return 0;
            }
            long ours = Exposure.this.ownOpen.stream()
                    .filter(each -> !ownOpen.contains(each))
                    .count();
            return Math.max(0, cut - cutBefore - ours);
        }
    }
}
