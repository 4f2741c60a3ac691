package dev.blackstart.fault;

import dev.blackstart.ledger.Undo;

/**
 * A fault that is ready to be injected: every name that the injection will create is chosen, and its undo is known.
 *
 * @param asked the effect that it should have, for people: {@code +2s on each response}
 * @param thing what exactly it is on, whoever looks: another run must not fault it at the same time
 */
public record Prepared<C extends Record>(
        FaultId id, FaultType<C> type, C config, Target target, Undo undo, String asked, String thing) {
    /** On the target itself. */
    public Prepared(FaultId id, FaultType<C> type, C config, Target target, Undo undo, String asked) {
        this(id, type, config, target, undo, asked, target.incarnation().unique());
    }
}
