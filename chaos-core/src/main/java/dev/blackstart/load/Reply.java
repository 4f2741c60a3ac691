package dev.blackstart.load;

/**
 * How a request ended.
 *
 * @param completedNanos when, by the run's monotonic clock
 * @param gaveUp whether nothing came within the workload's timeout
 * @param detail the status or the error in a few words, such as {@code UNAVAILABLE: connection refused} or {@code 503}
 */
public record Reply(Outcome outcome, long completedNanos, boolean gaveUp, String detail) {}
