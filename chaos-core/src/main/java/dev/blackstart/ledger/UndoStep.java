package dev.blackstart.ledger;

import dev.blackstart.topology.ProcessIdentity;
import java.util.List;

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

    /**
     * The file is again as the copy beside it says, which then goes. A file that is neither as it was nor as the fault leaves it, wholly
     * or half way, was changed by somebody else, and is left alone.
     *
     * @param path absolute
     * @param kept the original, absolute; not there before the deed, nor after the undo
     * @param faulted SHA-256 of the content that the fault leaves; empty when it leaves no file, or {@code from} is not negative
     * @param from the first byte that the fault changes in place; negative when the fault replaces or removes the file
     * @param to the byte after the last one; that of the file's end when it is cut off there
     */
    record FileAs(String path, String kept, String faulted, long from, long to) implements UndoStep {}

    /** The file may be changed (no attribute i). */
    record MutableFile(String path) implements UndoStep {}

    /**
     * For drivers from outside, whose undo none of the others is: two commands, without a shell unless they name one. Each is given ten
     * seconds.
     *
     * @param present exits with 0 while the fault is there, with 1 when it is not
     * @param revert takes it back
     */
    record Argv(List<String> present, List<String> revert) implements UndoStep {
        public Argv {
            present = List.copyOf(present);
            revert = List.copyOf(revert);
            if (present.isEmpty() || revert.isEmpty()) {
                throw new IllegalArgumentException("an undo by commands needs one that looks and one that reverts");
            }
        }
    }
}
