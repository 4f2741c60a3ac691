package dev.blackstart.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What one proxy has seen since it was created: counters, closed connections, chunk timings. Thread-safe and bounded. */
final class TrafficLog {

    /** So many closed connections, and so many chunk timings, are kept; older ones are folded or forgotten. */
    static final int KEPT = 1_024;

    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong refusedUpstream = new AtomicLong();
    private final AtomicLong cut = new AtomicLong();
    private final Deque<ConnectionView> closed = new ArrayDeque<>();
    private final Deque<ChunkTiming> timings = new ArrayDeque<>();
    private ClosedTotals totals = new ClosedTotals(0, Traffic.NONE, Traffic.NONE);

    /** The sum over connections that are no longer listed one by one. */
    record ClosedTotals(long connections, Traffic upstream, Traffic downstream) {
        ClosedTotals plus(ConnectionView view) {
            return new ClosedTotals(
                    connections + 1, upstream.plus(view.upstream()), downstream.plus(view.downstream()));
        }
    }

    /** The closed connections at one moment, oldest first. */
    record Closed(List<ConnectionView> listed, ClosedTotals totals) {}

    /** Counts a connection; its number. */
    long accept() {
        return accepted.incrementAndGet();
    }

    void refuseUpstream() {
        refusedUpstream.incrementAndGet();
    }

    void cut() {
        cut.incrementAndGet();
    }

    long accepted() {
        return accepted.get();
    }

    long refusedUpstream() {
        return refusedUpstream.get();
    }

    long cuts() {
        return cut.get();
    }

    void close(ConnectionView view) {
        synchronized (closed) {
            closed.add(view);
            if (closed.size() > KEPT) {
                totals = totals.plus(closed.remove());
            }
        }
    }

    Closed closed() {
        synchronized (closed) {
            return new Closed(List.copyOf(closed), totals);
        }
    }

    void read(ChunkTiming timing) {
        synchronized (timings) {
            timings.add(timing);
            if (timings.size() > KEPT) {
                timings.remove();
            }
        }
    }

    /** The timings of the chunks last read, oldest first, without those that were dropped with their connection. */
    List<ChunkTiming> timings() {
        List<ChunkTiming> all;
        synchronized (timings) {
            all = new ArrayList<>(timings);
        }
        all.removeIf(ChunkTiming::isDropped);
        return all;
    }
}
