package dev.blackstart.ledger;

import dev.blackstart.topology.ProcessIdentity;
import java.util.List;

/**
 * One step of an undo, as data: whoever heals is a fresh process, perhaps without the driver. A closed vocabulary; every step is
 * idempotent and has a time limit, but for {@link FileAs}, which takes as long as reading and writing the file takes.
 */
public sealed interface UndoStep {

    /** No toxic of that name on the proxy. */
    record ToxicGone(String api, String proxy, String toxic) implements UndoStep {}

    /** The proxy is enabled, or not. */
    record ProxyAs(String api, String proxy, boolean enabled) implements UndoStep {}

    /** The process group, if it is still that one, runs (SIGCONT). */
    record ContinueGroup(ProcessIdentity group) implements UndoStep {}

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
     * What a fault did to a file is taken back from the original beside it, which then goes. What others did to the file before, after
     * or beside that, stays. If they changed just that, the file is left alone (SUPERSEDED) and the original stays beside it; it only
     * ever goes when the file has all of it again.
     *
     * <p>A fault in place ({@code from} is not negative) either turns the bytes of a region over, and the undo writes the region back
     * while each byte of it is the original's or that turned over; or it cuts the file off at {@code from}, and the undo writes the rest
     * back while nothing follows the cut, or zeros do: a writer that goes on where it was leaves them out. A fault that replaces the
     * file is taken back while the file's content is what it put there, one that removes it while nothing is there.
     *
     * @param path absolute
     * @param kept the original, absolute; not there before the deed
     * @param faulted SHA-256 of what the fault leaves: of the region, or of the file when {@code from} is negative; empty when it leaves
     *     nothing there
     * @param from the first byte that the fault changes in place; negative when the fault replaces or removes the file
     * @param to the byte after the last one; when the file is cut off, its length before, or less than that if it was growing
     */
    record FileAs(String path, String kept, String faulted, long from, long to) implements UndoStep {}

    /** The file may be changed (no attribute i). */
    record MutableFile(String path) implements UndoStep {}

    /**
     * A container, if it is still that one from that start, goes on, or is started again.
     *
     * @param engine where its engine answers, as {@code DOCKER_HOST} has it
     * @param container its id, all of it
     * @param startedAt as its engine writes it; another start is another incarnation
     */
    record ContainerAs(String engine, String container, String startedAt, State state) implements UndoStep {
        /** How the container was before the fault. */
        public enum State {
            /** It runs, or is paused. */
            RUNNING,
            /** It is not paused. */
            UNPAUSED
        }
    }

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
