package dev.blackstart.load;

import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.time.Instant;

/** The wait for a steady load before the baseline begins: three clean seconds, 30 s at the longest. */
public final class Warmup {
    /** How long a warm-up may take. */
    public static final Duration LONGEST = Duration.ofSeconds(30);

    private static final int CLEAN_SECONDS = 3;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(50);

    private Warmup() {}

    /**
     * How a warm-up ended.
     *
     * @param steady whether three clean seconds were seen; false: 30 s went by without them
     * @param last the answers of the last three seconds
     */
    public record Ended(boolean steady, Duration took, Counts last) {}

    /**
     * Waits until the load is steady; blocks for at most 30 s.
     *
     * @throws dev.blackstart.time.Cancelled if the run ends first
     */
    public static Ended await(Sli sli, RunClock clock, Cancellation cancellation) {
        Instant start = clock.instant();
        while (true) {
            boolean steady = isSteady(sli, start);
            Duration took = Duration.between(start, clock.instant());
            if (steady || took.compareTo(LONGEST) >= 0) {
                Instant end = sli.completeUntil();
                return new Ended(steady, took, sli.counts(end.minus(SECOND.multipliedBy(CLEAN_SECONDS)), end));
            }
            cancellation.sleep(STEP);
        }
    }

    /**
     * Whether the last three seconds, none of them before {@code notBefore}, were clean: nothing failed or was shed, and at least nine
     * tenths of the answers that were due came.
     */
    static boolean isSteady(Buckets buckets, Instant notBefore) {
        return isSteady(buckets, notBefore, CLEAN_SECONDS);
    }

    /** The same with another number of seconds. */
    public static boolean isSteady(Buckets buckets, Instant notBefore, int cleanSeconds) {
        Instant end = buckets.completeUntil();
        if (end.minus(SECOND.multipliedBy(cleanSeconds)).isBefore(notBefore)) {
            return false;
        }
        long answers = 0;
        for (int back = cleanSeconds; back > 0; back--) {
            Counts second =
                    buckets.counts(end.minus(SECOND.multipliedBy(back)), end.minus(SECOND.multipliedBy(back - 1)));
            if (second.shed() + second.failed() > 0 || second.total() < Math.floor(0.9 * buckets.rate())) {
                return false;
            }
            answers += second.total();
        }
        return answers >= Math.max(1, Math.floor(0.9 * buckets.rate() * cleanSeconds));
    }
}
