package dev.blackstart.engine;

import dev.blackstart.time.Cancellation;

/**
 * What happens between the steps of the plain run: the places where Blackstart's own phases (design §2) are laid over Chaos Toolkit's
 * sequence. Called on the thread of the run, in this order. Each may block, and may throw {@link dev.blackstart.time.Cancelled}: the
 * run is then interrupted. Any other exception aborts the run.
 */
public interface Stages {
    /** A run of Chaos Toolkit's, and nothing more. */
    Stages NONE = new Stages() {};

    /** Before the hypothesis is evaluated for the first time: the baseline begins. */
    default void beforeHypothesis() {}

    /**
     * After the hypothesis was met, before the method.
     *
     * @return whether the baseline held; if not, neither method nor hypothesis follow, as after an unmet hypothesis
     */
    default boolean baselineHeld() {
        return true;
    }

    /** After the method and its background activities, before the hypothesis is evaluated again. The faults are still on. */
    default void afterMethod() {}

    /** After the hypothesis, before any rollback. Not called when the run was interrupted or aborted before. */
    default void afterHypothesis() {}

    /**
     * After the run was interrupted, before any rollback: what must not wait for rollbacks is taken back here. Must not throw because of
     * the interruption.
     */
    default void afterInterruption() {}

    /**
     * What ends the rollbacks of an interrupted run.
     *
     * @param abandoned cancelled when somebody asks a second time
     * @return cancelled at the latest when {@code abandoned} is
     */
    default Cancellation limitRollbacks(Cancellation abandoned) {
        return abandoned;
    }

    /** After the rollbacks, also where there were none, and also when the run was interrupted or aborted. */
    default void afterRollbacks() {}
}
