package dev.blackstart.engine;

import dev.blackstart.time.Cancellation;

/**
 * The ways in which a run can be asked to stop, from any thread: the first time it stops, and plays the rollbacks that are due then;
 * the second time it stops those too.
 */
public final class Interruptions {
    /** Asks for an end without rollbacks, as Chaos Toolkit has it. */
    private static final String WITHOUT_ROLLBACKS = "SIGUSR2";

    /** Comes twice when a terminal goes: from the shell and from the kernel. Nobody has asked a second time then. */
    private static final String HANGUP = "SIGHUP";

    private final Cancellation first;
    private final Cancellation second = new Cancellation();

    public Interruptions() {
        this(new Cancellation());
    }

    /** @param first what already ends the waits of the run */
    public Interruptions(Cancellation first) {
        this.first = first;
    }

    /** Asks the run to stop. {@code reason} is such as {@code SIGINT}. */
    public void interrupt(String reason) {
        if (!first.isCancelled()) {
            first.cancel(reason);
        } else if (!reason.equals(HANGUP)) {
            second.cancel(reason);
        }
    }

    /** Ends the waits of the run. */
    public Cancellation current() {
        return first;
    }

    /** Ends what is still done after the run was interrupted: cancelled when it is asked to stop a second time. */
    public Cancellation again() {
        return second;
    }

    /** Whether the end is to come at once: no rollbacks, no waiting for what goes on in the background. */
    public boolean abandon() {
        return WITHOUT_ROLLBACKS.equals(first.reason()) || second.isCancelled();
    }
}
