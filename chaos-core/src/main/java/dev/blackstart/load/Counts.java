package dev.blackstart.load;

/** Answers in a window, by kind. */
public record Counts(long full, long degraded, long shed, long failed) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    public long total() {
        return full + degraded + shed + failed;
    }

    public Counts plus(Counts other) {
        return new Counts(full + other.full, degraded + other.degraded, shed + other.shed, failed + other.failed);
    }
}
