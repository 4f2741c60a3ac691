package dev.blackstart.report;

/** What a run came to. The worse one wins: DEVIATED, then INCONCLUSIVE, then HELD. */
public enum Verdict {
    /** Everything that was declared held. */
    HELD,
    /** Not enough was seen to say. */
    INCONCLUSIVE,
    /** Something that was declared did not hold. */
    DEVIATED;

    public Verdict and(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /** 0 held, 1 deviated, 3 inconclusive. */
    public int exitCode() {
        return switch (this) {
            case HELD -> 0;
            case DEVIATED -> 1;
            case INCONCLUSIVE -> 3;
        };
    }
}
