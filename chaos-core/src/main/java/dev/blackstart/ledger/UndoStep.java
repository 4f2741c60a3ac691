package dev.blackstart.ledger;

import dev.blackstart.topology.ProcessIdentity;

/**
 * One step of an undo, as data: whoever heals is a fresh process, perhaps without the driver. A closed vocabulary; every step is
 * idempotent and has a time limit.
 */
public sealed interface UndoStep {

    /** No toxic of that name on the proxy. */
    record ToxicGone(String api, String proxy, String toxic) implements UndoStep {}

    /** The proxy is enabled, or not. */
    record ProxyAs(String api, String proxy, boolean enabled) implements UndoStep {}

    /** The process group, if it is still that one, runs (SIGCONT). */
    record ContinueGroup(ProcessIdentity group) implements UndoStep {}

    /** The process group, if it is still that one, is gone (CONT, TERM, KILL). */
    record EndGroup(ProcessIdentity group) implements UndoStep {}

    /**
     * Every process that was started with this in its environment is gone (KILL), with what descends from it.
     *
     * @param marker {@code BLACKSTART_FAULT=<fault>-<something unique>}
     */
    record EndMarked(String marker) implements UndoStep {
        /** The environment variable. */
        public static final String VARIABLE = "BLACKSTART_FAULT";
    }
}
