package dev.blackstart.fault;

/**
 * Measures what a fault does, before, during and after, and adds each sample to the journal as it is taken. Reading a setting back
 * is never a measurement. Closing is idempotent and bounded.
 */
public interface Meter extends AutoCloseable {

    /** By exchanges of our own. */
    String EXCHANGED = "exchanged";

    /** By the system's own traffic. */
    String OBSERVED = "observed";

    /** By looking at processes. */
    String PROCESS = "process";

    /** By reading a file. */
    String FILE = "file";

    /** How the effect is seen: one of those above. */
    String live();

    /** Takes at least three samples of the undisturbed target; blocks at most 2 s. */
    void before();

    /** {@code inject} has returned: samples at once and then every 250 ms, until {@link #after}. Does not block. */
    void during();

    /**
     * There is more of the fault from here on, or less; see {@link AdjustableFault}.
     *
     * @param config of the fault's own kind
     */
    default void adjusted(Record config) {}

    /**
     * The fault is about to be reverted: sampling ends, and what is still under way is not counted, because it meets the fault only
     * for a part of its way. Does not block.
     */
    default void ending() {}

    /** The fault has been reverted: samples until three show that the effect is gone, at most 3 s. */
    void after();

    @Override
    void close();
}
