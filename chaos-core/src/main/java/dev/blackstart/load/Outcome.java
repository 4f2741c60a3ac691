package dev.blackstart.load;

/** What became of one request. */
public enum Outcome {
    FULL,
    DEGRADED,
    SHED,
    FAILED
}
