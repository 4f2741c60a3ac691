package dev.blackstart.slo;

import dev.blackstart.load.Buckets;
import dev.blackstart.load.Counts;
import java.time.Duration;
import java.time.Instant;

/**
 * The burn-rate alert of an objective, evaluated over two windows as the SRE Workbook's chapter on alerting describes it. Windows are
 * divided by the experiment's time-scale, and never reach before the baseline. Pure: the same buckets give the same evaluation.
 */
public final class BurnRate {
    /** A window with fewer answers says nothing. */
    public static final int LEAST_SAMPLES = 10;

    private static final Duration EVALUATED_EVERY = Duration.ofMinutes(1);
    private static final double ROUNDING = 1e-9;

    private BurnRate() {}

    /**
     * An alert at one moment. A burn rate of 1 uses up the error budget exactly by the end of the objective's period.
     *
     * @param longBurn over the long window; 0 without answers
     * @param shortBurn over the short window; 0 without answers
     * @param longSamples answers in the long window
     * @param breached both windows burn at least as fast as the alert's rate, on at least 10 answers each
     * @param firing breached for as long as the alert asks
     */
    public record Evaluation(
            Instant at,
            double longBurn,
            double shortBurn,
            long longSamples,
            long shortSamples,
            boolean breached,
            boolean firing) {}

    /** How often an alert is evaluated: every minute, divided by the time-scale; at least 100 ms. */
    public static Duration interval(double timeScale) {
        return scaled(EVALUATED_EVERY, timeScale);
    }

    /** A real duration as the run has it: divided by the time-scale, in whole buckets, at least one. */
    public static Duration scaled(Duration real, double timeScale) {
        long buckets = Math.round(real.toNanos() / timeScale / Buckets.WIDTH.toNanos());
        return Buckets.WIDTH.multipliedBy(Math.max(1, buckets));
    }

    /** The lowest rate of requests that brings enough answers into the short window for the alert to fire. */
    public static double leastRate(Objective objective, double timeScale) {
        return LEAST_SAMPLES / seconds(scaled(objective.alert().shortWindow(), timeScale));
    }

    /** The highest time-scale at which the short window is a bucket at least, and takes in enough answers of such a rate. */
    public static double mostTimeScale(Objective objective, double rate) {
        double buckets = Math.max(1, Math.ceil(LEAST_SAMPLES / rate / seconds(Buckets.WIDTH) - ROUNDING));
        return objective.alert().shortWindow().toNanos() / (buckets * Buckets.WIDTH.toNanos());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** The shortest baseline that fills the long window. */
    public static Duration leastBaseline(Objective objective, double timeScale) {
        return scaled(objective.alert().longWindow(), timeScale);
    }

    /**
     * Evaluates the alert on what was complete at an instant.
     *
     * @param timeScale real windows are divided by it, at least 1
     * @param notBefore the start of the baseline
     */
    public static Evaluation evaluate(
            Buckets buckets, Instant now, Objective objective, double timeScale, Instant notBefore) {
        Evaluation current = at(buckets, now, objective, timeScale, notBefore);
        Duration alertAfter = objective.alert().alertAfter();
        if (!current.breached() || alertAfter.isZero()) {
            return current;
        }
        Duration step = interval(timeScale);
        Instant since = now.minus(scaled(alertAfter, timeScale));
        boolean throughout = true;
        for (Instant then = now.minus(step); throughout && !then.isBefore(since); then = then.minus(step)) {
            throughout = at(buckets, then, objective, timeScale, notBefore).breached();
        }
        return new Evaluation(
                current.at(),
                current.longBurn(),
                current.shortBurn(),
                current.longSamples(),
                current.shortSamples(),
                true,
                throughout);
    }

    private static Evaluation at(
            Buckets buckets, Instant now, Objective objective, double timeScale, Instant notBefore) {
        Objective.BurnRateAlert alert = objective.alert();
        Instant complete = buckets.completeUntil();
        Instant end = Buckets.floor(now.isBefore(complete) ? now : complete);
        Counts longer = window(buckets, end, scaled(alert.longWindow(), timeScale), notBefore);
        Counts shorter = window(buckets, end, scaled(alert.shortWindow(), timeScale), notBefore);
        double longBurn = burn(longer, objective);
        double shortBurn = burn(shorter, objective);
        boolean breached = longer.total() >= LEAST_SAMPLES
                && shorter.total() >= LEAST_SAMPLES
                && longBurn >= alert.rate() - ROUNDING
                && shortBurn >= alert.rate() - ROUNDING;
        return new Evaluation(now, longBurn, shortBurn, longer.total(), shorter.total(), breached, breached);
    }

    private static Counts window(Buckets buckets, Instant end, Duration length, Instant notBefore) {
        Instant start = end.minus(length);
        Instant clip = Buckets.ceiling(notBefore);
        return buckets.counts(start.isBefore(clip) ? clip : start, end);
    }

    private static double burn(Counts counts, Objective objective) {
        long total = counts.total();
        long bad = total - objective.count().good(counts);
        return total == 0 ? 0 : bad / (double) total / (1 - objective.target());
    }
}
