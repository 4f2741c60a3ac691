package dev.blackstart.arm;

import dev.blackstart.fault.Faults;
import dev.blackstart.load.RunningLoad;
import dev.blackstart.load.Sli;
import dev.blackstart.load.SliRecorder;
import dev.blackstart.topology.RunningTopology;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is running in an arm; each part is there only if the experiment declares it. Closed in reverse order of its start. Set by the
 * thread of the run; whoever closes waits for one who is closing already, and for a topology that is being started.
 */
final class ArmParts implements AutoCloseable {
    volatile @Nullable RunningTopology topology;

    volatile @Nullable SliRecorder sli;

    volatile @Nullable RunningLoad load;

    volatile @Nullable AlertWatch alert;

    volatile @Nullable Faults faults;

    volatile @Nullable AbortWatch aborts;

    /** The parts that native functions may ask for. */
    Map<Class<?>, Object> byType() {
        Map<Class<?>, Object> parts = new HashMap<>();
        if (topology != null) {
            parts.put(RunningTopology.class, topology);
        }
        if (sli != null) {
            parts.put(Sli.class, sli);
        }
        if (faults != null) {
            parts.put(Faults.class, faults);
        }
        return parts;
    }

    /** Starts the topology; a close meanwhile waits, so that no process is left to nobody. */
    synchronized RunningTopology start(Supplier<RunningTopology> starting) {
        RunningTopology started = starting.get();
        topology = started;
        return started;
    }

    /** Reverts, stops and ends everything; each is tried even if another failed, and the first error is kept. Idempotent. */
    @Override
    public synchronized void close() {
        RuntimeException first = null;
        AutoCloseable[] inOrder = {alert, faults, aborts, load, topology};
        for (AutoCloseable part : inOrder) {
            if (part == null) {
                continue;
            }
            try {
                part.close();
            } catch (Exception e) {
                RuntimeException failure =
                        e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
