package dev.blackstart.fault;

import dev.blackstart.ledger.Undo;

/**
 * A fault that is ready to be injected: every name that the injection will create is chosen, and its undo is known.
 *
 * @param asked the effect that it should have, for people: {@code +2s on each response}
 */
public record Prepared<C extends Record>(
        FaultId id, FaultType<C> type, C config, Target target, Undo undo, String asked) {}
