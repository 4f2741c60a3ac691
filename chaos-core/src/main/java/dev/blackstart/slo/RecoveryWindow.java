package dev.blackstart.slo;

import dev.blackstart.load.Buckets;
import dev.blackstart.load.Counts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Finds when the system had recovered: the start of the first window that is good as a whole and in each of its seconds. Pure: the
 * same buckets, live or from a journal, give the same instant.
 */
public final class RecoveryWindow {
    /** A window with fewer answers says nothing. */
    public static final int LEAST_SAMPLES = 10;

    private static final double ROUNDING = 1e-9;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private RecoveryWindow() {}

    /**
     * The start of the first recovered window at or after an instant; empty while there is none. A window is recovered when it is
     * complete, has at least 10 answers, its ratio of good answers meets the target, no second of it (counted from its start) misses
     * the target by more than one request, and none brings fewer than half of the answers that were due: a system that answers
     * nothing misses nothing.
     *
     * @param hold the length of the window, in whole buckets, rounded up
     * @param target the ratio that the objective asks for, in (0, 1)
     */
    public static Optional<Instant> find(
            Buckets buckets, Instant notBefore, Duration hold, double target, Objective.Count count) {
        Duration window = length(hold);
        Instant last = buckets.completeUntil().minus(window);
        for (Instant start = Buckets.ceiling(notBefore); !start.isAfter(last); start = start.plus(Buckets.WIDTH)) {
            if (isRecovered(buckets, start, start.plus(window), target, count)) {
                return Optional.of(start);
            }
        }
        return Optional.empty();
    }

    /** How long a window is that holds for {@code hold}: whole buckets, rounded up. */
    public static Duration length(Duration hold) {
        return Buckets.WIDTH.multipliedBy(Math.max(1, -Math.floorDiv(-hold.toNanos(), Buckets.WIDTH.toNanos())));
    }

    /** The shortest hold into which requests of this rate bring enough answers. */
    public static Duration leastHold(double rate) {
        return length(Duration.ofNanos((long) Math.ceil(LEAST_SAMPLES / rate * 1e9 - 1)));
    }

    private static boolean isRecovered(
            Buckets buckets, Instant start, Instant end, double target, Objective.Count count) {
        Counts all = buckets.counts(start, end);
        if (all.total() < LEAST_SAMPLES || bad(all, count) > (1 - target) * all.total() + ROUNDING) {
            return false;
        }
        for (Instant from = start; from.isBefore(end); from = from.plus(SECOND)) {
            Instant to = from.plus(SECOND);
            Instant until = to.isAfter(end) ? end : to;
            Counts second = buckets.counts(from, until);
            double due = buckets.rate() * Duration.between(from, until).toNanos() / 1e9;
            if (bad(second, count) > (1 - target) * second.total() + 1 + ROUNDING
                    || second.total() < Math.floor(due / 2)) {
                return false;
            }
        }
        return true;
    }

    private static long bad(Counts counts, Objective.Count count) {
        return counts.total() - count.good(counts);
    }
}
