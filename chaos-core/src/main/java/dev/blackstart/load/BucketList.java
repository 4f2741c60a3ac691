package dev.blackstart.load;

import dev.blackstart.journal.Event.LoadBucket;
import java.time.Instant;
import java.util.List;

/** The buckets of a journal. Immutable. */
public final class BucketList implements Buckets {
    private final double rate;
    private final long first;
    /** How many answers came before the k-th bucket, by kind. */
    private final Counts[] before;

    /**
     * @param buckets of one arm, in the order of time; where some are missing there were no answers
     * @param rate requests a second, from {@code LoadStarted}
     */
    public BucketList(List<LoadBucket> buckets, double rate) {
        this.rate = rate;
        this.first = buckets.isEmpty() ? 0 : Buckets.indexOf(buckets.get(0).start());
        long last = buckets.isEmpty()
                ? -1
                : Buckets.indexOf(buckets.get(buckets.size() - 1).start());
        if (last - first > SliRecorder.MAX_BUCKETS * 24L) {
            throw new IllegalArgumentException("the load's buckets span more than a day: " + Buckets.startOf(first)
                    + " to " + Buckets.startOf(last));
        }
        this.before = new Counts[(int) (last - first) + 2];
        Counts sum = Counts.NONE;
        int next = 0;
        for (LoadBucket bucket : buckets) {
            int index = (int) (Buckets.indexOf(bucket.start()) - first);
            while (next <= index) {
                before[next++] = sum;
            }
            sum = sum.plus(new Counts(bucket.full(), bucket.degraded(), bucket.shed(), bucket.failed(), bucket.fast()));
        }
        while (next < before.length) {
            before[next++] = sum;
        }
    }

    @Override
    public Counts counts(Instant from, Instant to) {
        int low = place(from);
        int high = place(to);
        return low >= high ? Counts.NONE : minus(before[high], before[low]);
    }

    @Override
    public Instant completeUntil() {
        return Buckets.startOf(first + before.length - 1);
    }

    @Override
    public double rate() {
        return rate;
    }

    private int place(Instant instant) {
        return (int) Math.max(0, Math.min(before.length - 1L, Buckets.indexOf(instant) - first));
    }

    private static Counts minus(Counts all, Counts part) {
        return new Counts(
                all.full() - part.full(),
                all.degraded() - part.degraded(),
                all.shed() - part.shed(),
                all.failed() - part.failed(),
                all.fast() - part.fast());
    }
}
