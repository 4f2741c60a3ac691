package dev.blackstart.fault;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkTraffic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of the system's own traffic meets one fault, sampled from the counters of the links that lead to its target. Our own
 * exchanges are left out by their addresses. Without links there is nothing to sample. Thread-safe; a sample blocks for at most a
 * second for each link. It adds up by itself: a proxy forgets connections that were closed long ago.
 */
final class Exposure {
    private final String id;
    private final List<Link> links;
    private final OwnEnds own;
    private final EventSink events;
    private final Optional<Instant> lookBackTo;
    private final Map<String, Carried> known = new HashMap<>();
    private long connections;
    private long chunks;
    private long bytes;
    private long cut;
    private long met;
    private boolean opened;
    private boolean inForce;

    /** What a connection had carried when it was last looked at. */
    private static final class Carried {
        long chunks;
        long bytes;
        boolean open;
        boolean met;
    }

    /** Nobody's is what went through before the first sample. */
    Exposure(FaultId id, List<Link> links, OwnEnds own, EventSink events) {
        this(id, links, own, events, Optional.empty());
    }

    /** @param lookBackTo from when on what went through before the first sample counts as traffic right before the fault */
    Exposure(FaultId id, List<Link> links, OwnEnds own, EventSink events, Optional<Instant> lookBackTo) {
        this.id = id.value();
        this.links = List.copyOf(links);
        this.own = own;
        this.events = events;
        this.lookBackTo = lookBackTo;
    }

    /**
     * Samples now. Called at least twice before the fault is there, so that traffic before it can be told from silence, the last time
     * right before the deed.
     */
    synchronized void sample() {
        if (links.isEmpty()) {
            return;
        }
        Map<String, LinkTraffic.Connection> listed = new HashMap<>();
        for (Link link : links) {
            try {
                for (LinkTraffic.Connection each : link.traffic().connections()) {
                    // Where a port was used twice, the open connection is the later one.
                    listed.merge(link.ref() + " " + each.source(), each, (a, b) -> b.open() ? b : a);
                }
            } catch (RuntimeException e) {
                // A link that does not answer now leaves a gap; half a sum would look like traffic that went away.
                return;
            }
        }
        // Looked up after the traffic: an end of ours is known before its connection is.
        listed.values().removeIf(each -> own.contains(each.source()));
        if (!opened && lookBackTo.isPresent()) {
            events.add(new Event.TrafficSample(id, 0, 0, 0, 0, 0));
            chunks += lately(lookBackTo.get());
        }
        listed.forEach(this::add);
        known.entrySet().removeIf(entry -> {
            boolean forgotten = !listed.containsKey(entry.getKey());
            cut += forgotten && entry.getValue().open ? 1 : 0;
            return forgotten;
        });
        opened = true;
        events.add(new Event.TrafficSample(id, connections, chunks, bytes, cut, met));
    }

    private long lately(Instant since) {
        return links.stream()
                .flatMap(link -> delays(link, since).stream())
                .filter(chunk -> !own.contains(chunk.source()))
                .count();
    }

    /** A link that does not answer shows nothing. */
    private static List<Link.ChunkDelay> delays(Link link, Instant since) {
        try {
            return link.delays(since);
        } catch (RuntimeException e) {
            return List.of();
        }
    }

    /** The fault is there: what is sampled from here on meets it. What went through while it came is nobody's. */
    synchronized void begin() {
        sample();
        inForce = true;
    }

    /** The fault is about to go. */
    synchronized void end() {
        sample();
        inForce = false;
    }

    private void add(String key, LinkTraffic.Connection now) {
        long nowChunks = now.requestChunks() + now.responseChunks();
        long nowBytes = now.requestBytes() + now.responseBytes();
        Carried last = known.get(key);
        if (last == null || nowChunks < last.chunks) {
            last = new Carried();
            known.put(key, last);
            connections += opened || now.open() ? 1 : 0;
            // What went through before anybody looked is nobody's.
            last.chunks = opened ? 0 : nowChunks;
            last.bytes = opened ? 0 : nowBytes;
            last.open = now.open();
        }
        long grown = nowChunks - last.chunks;
        chunks += grown;
        bytes += nowBytes - last.bytes;
        if (inForce && grown > 0 && !last.met) {
            last.met = true;
            met++;
        }
        cut += last.open && !now.open() ? 1 : 0;
        last.chunks = nowChunks;
        last.bytes = nowBytes;
        last.open = now.open();
    }
}
