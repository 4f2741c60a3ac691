package dev.blackstart.arm;

import dev.blackstart.engine.Interruptions;
import java.time.Duration;

/**
 * Ends an arm's parts also when the JVM goes down in the middle of it: the processes are in sessions of their own, and would outlive
 * it. Until closed.
 */
final class ShutdownGuard implements AutoCloseable {
    private static final Duration AT_MOST = Duration.ofSeconds(4);

    private final Thread hook;

    ShutdownGuard(ArmParts parts, Interruptions interruptions) {
        hook = new Thread(() -> end(parts, interruptions), "blackstart-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private static void end(ArmParts parts, Interruptions interruptions) {
        interruptions.interrupt("shutdown of the JVM");
        Thread ending = new Thread(parts::close, "blackstart-shutdown-end");
        ending.setDaemon(true);
        ending.start();
        try {
            ending.join(AT_MOST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // Then it is at work, and finds nothing left to do.
            return;
        }
    }
}
