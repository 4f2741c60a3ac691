package dev.blackstart.load;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Counts the answers of an arm in buckets of 100 ms and their latencies in histograms of one second, and adds each to the journal
 * once it is complete, in order. What has been added never changes: an answer that is judged late counts in the bucket that is
 * open then, so that the live figures and the journal's agree. Keeps the last hour. Thread-safe.
 */
public final class SliRecorder implements Sli {
    static final int MAX_BUCKETS = 36_000;
    private static final int BUCKETS_PER_SECOND = 10;
    /** How far beyond the open bucket an answer may be counted: the journal is never that late. */
    private static final int AHEAD = 100;

    private static final long MAX_MICROS = 60_000_000;
    private static final int KINDS = 5;
    private static final int FAST = 4;

    private final double rate;
    private final @Nullable Duration fastWithin;
    private final EventSink events;
    /** The first bucket, and the next one to be written; both counted from 1970. */
    private final long first;

    private final Object emitting = new Object();
    private final Object data = new Object();
    private final int[][] ring = new int[KINDS][MAX_BUCKETS];
    /** The open second and the one after it, in turn: the bucket that is open may be a few milliseconds behind the clock. */
    private final Histogram[] latencies = {new Histogram(1, MAX_MICROS, 3), new Histogram(1, MAX_MICROS, 3)};

    private final Deque<Second> seconds = new ArrayDeque<>();
    private long open;
    private int inFlight;
    private boolean finished;
    private volatile Instant phaseStart;

    /**
     * @param rate requests a second
     * @param fastWithin the objective's limit; null where it has none
     * @param start where the first bucket lies
     */
    public SliRecorder(double rate, @Nullable Duration fastWithin, Instant start, EventSink events) {
        this.rate = rate;
        this.fastWithin = fastWithin;
        this.events = events;
        this.first = Buckets.indexOf(start);
        this.open = first;
        this.phaseStart = start;
    }

    /** A new phase begins: windows of probes do not reach before this instant any more. */
    public void enterPhase(Instant at) {
        phaseStart = at;
    }

    /** A request is under way. */
    void sent() {
        synchronized (data) {
            inFlight++;
        }
    }

    /** A request that was under way is of no interest any more. */
    void abandoned() {
        synchronized (data) {
            inFlight--;
        }
    }

    /**
     * A request that was under way is over.
     *
     * @param latency from when it should have been sent
     * @param gaveUp whether it ended at its timeout
     */
    void over(Outcome outcome, Duration latency, boolean gaveUp, Instant completed) {
        synchronized (data) {
            inFlight--;
            if (finished) {
                return;
            }
            long bucket = bucketFor(completed);
            count(bucket, outcome, latency);
            if (gaveUp || outcome == Outcome.FULL || outcome == Outcome.DEGRADED) {
                long micros = Math.max(0, Math.min(MAX_MICROS, latency.toNanos() / 1_000));
                long openSecond = Math.floorDiv(open, BUCKETS_PER_SECOND);
                latenciesOf(Math.min(openSecond + 1, Math.floorDiv(bucket, BUCKETS_PER_SECOND)))
                        .recordValue(micros);
            }
        }
    }

    /** A request was not sent, because too many are under way. */
    void notSent(Instant at) {
        synchronized (data) {
            if (!finished) {
                count(bucketFor(at), Outcome.FAILED, Duration.ZERO);
            }
        }
    }

    /** Adds every bucket and second that is complete by now to the journal. */
    public void advance(Instant now) {
        emit(Buckets.indexOf(now), false);
    }

    /** The load has ended: adds what is left, the bucket of this instant included. Answers that come later are not counted. */
    public void finish(Instant now) {
        emit(Buckets.indexOf(now) + 1, true);
    }

    @Override
    public Counts counts(Instant from, Instant to) {
        synchronized (data) {
            long low = Math.max(Buckets.indexOf(from), oldest());
            long high = Math.min(Buckets.indexOf(to), open);
            long[] sums = new long[KINDS];
            for (long bucket = low; bucket < high; bucket++) {
                for (int kind = 0; kind < KINDS; kind++) {
                    sums[kind] += ring[kind][slot(bucket)];
                }
            }
            return new Counts(sums[0], sums[1], sums[2], sums[3], sums[FAST]);
        }
    }

    @Override
    public OptionalDouble latencySeconds(double quantile, Instant from, Instant to) {
        if (!(quantile > 0 && quantile < 1)) {
            throw new IllegalArgumentException("quantile must be in (0, 1): " + quantile);
        }
        Histogram all = latencies(from, to);
        return all.getTotalCount() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(all.getValueAtPercentile(quantile * 100) / 1e6);
    }

    @Override
    public long latencyCount(Instant from, Instant to) {
        return latencies(from, to).getTotalCount();
    }

    private Histogram latencies(Instant from, Instant to) {
        List<Second> chosen = new ArrayList<>();
        synchronized (data) {
            for (Second each : seconds) {
                if (each.start >= from.getEpochSecond() && each.start < to.getEpochSecond()) {
                    chosen.add(each);
                }
            }
        }
        Histogram all = new Histogram(1, MAX_MICROS, 3);
        chosen.forEach(each -> all.add(decode(each.histogram)));
        return all;
    }

    @Override
    public Instant completeUntil() {
        synchronized (data) {
            return Buckets.startOf(open);
        }
    }

    @Override
    public Instant phaseStart() {
        return phaseStart;
    }

    @Override
    public double rate() {
        return rate;
    }

    @Override
    public int inFlight() {
        synchronized (data) {
            return inFlight;
        }
    }

    /** A bucket that is in the journal is closed, so that a late answer goes into the open one. */
    private long bucketFor(Instant completed) {
        return Math.max(open, Math.min(open + AHEAD, Buckets.indexOf(completed)));
    }

    private Histogram latenciesOf(long second) {
        return latencies[(int) Math.floorMod(second, 2L)];
    }

    private void count(long bucket, Outcome outcome, Duration latency) {
        ring[row(outcome)][slot(bucket)]++;
        boolean answered = outcome == Outcome.FULL || outcome == Outcome.DEGRADED;
        if (answered && fastWithin != null && latency.compareTo(fastWithin) <= 0) {
            ring[FAST][slot(bucket)]++;
        }
    }

    private void emit(long until, boolean last) {
        synchronized (emitting) {
            while (true) {
                Event.LoadBucket bucket;
                Event.@Nullable LatencySecond closed = null;
                Instant end;
                synchronized (data) {
                    if (finished || open >= until) {
                        finished |= last;
                        return;
                    }
                    bucket = bucket(open);
                    open++;
                    clear(open + AHEAD);
                    end = Buckets.startOf(open);
                    if (Math.floorMod(open, BUCKETS_PER_SECOND) == 0 || (last && open == until)) {
                        closed = closeSecond();
                    }
                }
                events.add(end, bucket);
                if (closed != null) {
                    events.add(end, closed);
                }
            }
        }
    }

    private Event.LoadBucket bucket(long index) {
        int slot = slot(index);
        return new Event.LoadBucket(
                Buckets.startOf(index),
                ring[row(Outcome.FULL)][slot],
                ring[row(Outcome.DEGRADED)][slot],
                ring[row(Outcome.SHED)][slot],
                ring[row(Outcome.FAILED)][slot],
                ring[FAST][slot]);
    }

    private Event.LatencySecond closeSecond() {
        long start = Math.floorDiv(open - 1, BUCKETS_PER_SECOND);
        Histogram closed = latenciesOf(start);
        String encoded = encode(closed);
        closed.reset();
        seconds.addLast(new Second(start, encoded));
        if (seconds.size() > MAX_BUCKETS / BUCKETS_PER_SECOND) {
            seconds.removeFirst();
        }
        return new Event.LatencySecond(Instant.ofEpochSecond(start), encoded);
    }

    /** The slot of a bucket that is an hour old becomes that of a new one. */
    private void clear(long newest) {
        if (newest - first >= MAX_BUCKETS) {
            for (int[] kind : ring) {
                kind[slot(newest)] = 0;
            }
        }
    }

    private long oldest() {
        return Math.max(first, open - MAX_BUCKETS + AHEAD + 1);
    }

    private static int row(Outcome outcome) {
        return switch (outcome) {
            case FULL -> 0;
            case DEGRADED -> 1;
            case SHED -> 2;
            case FAILED -> 3;
        };
    }

    private static int slot(long bucket) {
        return (int) Math.floorMod(bucket, (long) MAX_BUCKETS);
    }

    private static String encode(Histogram histogram) {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    private static Histogram decode(String encoded) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(encoded));
            return Histogram.decodeFromCompressedByteBuffer(buffer, MAX_MICROS);
        } catch (DataFormatException e) {
            throw new AssertionError("a histogram that was encoded here", e);
        }
    }

    /**
     * @param start in seconds from 1970
     * @param histogram compressed, base64
     */
    private record Second(long start, String histogram) {}
}
