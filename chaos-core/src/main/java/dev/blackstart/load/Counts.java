package dev.blackstart.load;

/**
 * Answers in a window, by kind.
 *
 * @param fast how many of the full and degraded ones came within the objective's limit; 0 where there is no limit
 */
public record Counts(long full, long degraded, long shed, long failed, long fast) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    /** Without a limit to be fast within. */
    public Counts(long full, long degraded, long shed, long failed) {
        this(full, degraded, shed, failed, 0);
    }

    public long total() {
        return full + degraded + shed + failed;
    }

    public Counts plus(Counts other) {
        return new Counts(
                full + other.full,
                degraded + other.degraded,
                shed + other.shed,
                failed + other.failed,
                fast + other.fast);
    }
}
