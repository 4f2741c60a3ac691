package dev.blackstart.ledger;

import java.util.List;

/**
 * How a fault is taken back. Steps are done last to first. An empty list means that nothing outlives the topology that the fault
 * belongs to.
 *
 * @param version of this record's format, from 1
 * @param fault module and function, such as {@code blackstart.fault.latency}
 */
public record Undo(int version, String fault, List<UndoStep> steps) {
    /** The version that this code writes. */
    public static final int VERSION = 1;

    public Undo {
        steps = List.copyOf(steps);
    }
}
