package dev.blackstart.journal;

import java.time.Instant;

/**
 * One line of the journal of events.
 *
 * @param seq from 1, without gaps
 * @param at when it happened, by the run's clock
 */
public record Entry(long seq, Instant at, Arm arm, Event event) {}
