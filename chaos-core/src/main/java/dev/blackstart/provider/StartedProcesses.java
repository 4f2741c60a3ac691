package dev.blackstart.provider;

/**
 * Told of the processes that activities start, so that whoever finds the run dead can end them. Thread-safe; methods do not block for
 * long.
 */
public interface StartedProcesses {
    /** Nobody is told. */
    StartedProcesses UNRECORDED = new StartedProcesses() {};

    /**
     * A process is about to be started.
     *
     * @throws RuntimeException when that cannot be noted; then it is not started
     */
    default void starting(String program) {}

    /** It has been started. */
    default void started(String program, long pid) {}

    /** It could not be started. */
    default void notStarted(String program) {}
}
