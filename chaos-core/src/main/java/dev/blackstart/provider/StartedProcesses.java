package dev.blackstart.provider;

import java.util.Map;

/**
 * Told of the processes that activities start, so that whoever finds the run dead can end them. Thread-safe; methods do not block for
 * long.
 */
public interface StartedProcesses {
    /** Nobody is told. */
    StartedProcesses UNRECORDED = program -> new Start() {};

    /**
     * A process is about to be started.
     *
     * @throws RuntimeException when that cannot be noted; then it is not started
     */
    Start starting(String program);

    /** One process that is being started. */
    interface Start {
        /** What it has in its environment beside its own, by which it is known until its number is. */
        default Map<String, String> environment() {
            return Map.of();
        }

        /** It has been started. */
        default void started(long pid) {}

        /** It could not be started. */
        default void notStarted() {}
    }
}
