package dev.blackstart.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * A fault that a run was about to inject, and how it is taken back.
 *
 * @param id unique in the run
 * @param target by name, as in the run's topology
 * @param incarnation the actual thing, which another run may know by another name
 * @param conflictKey two faults with the same key are not injected into one thing at a time
 * @param plannedEnd when it was to end by itself; empty: when it is reverted
 */
public record IntendedFault(
        String id, String target, String incarnation, String conflictKey, Optional<Instant> plannedEnd, Undo undo) {}
