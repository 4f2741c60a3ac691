package dev.blackstart.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The ends of an arm's faults: in their order, each tried, and looked at afterwards. Thread-safe. */
final class Ends {
    private final Reservations reservations;
    private final FaultThreads threads;
    private final ScheduledExecutorService scheduler;

    Ends(Reservations reservations, FaultThreads threads, ScheduledExecutorService scheduler) {
        this.reservations = reservations;
        this.threads = threads;
        this.scheduler = scheduler;
    }

    /**
     * The same once that time is over; does not block.
     *
     * @throws FaultFailed if the arm has ended
     */
    void after(Duration duration, List<Injection<?>> parts) {
        try {
            var unused =
                    scheduler.schedule(() -> threads.end(() -> now(parts)), duration.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new FaultFailed("the arm has ended; its faults are about to be reverted", e);
        }
    }

    /**
     * Takes faults back, the last request first, the parts of one side by side, each tried even if another failed; then samples that
     * they are gone, all at once. Those that somebody else is ending are waited for.
     */
    void now(List<Injection<?>> parts) {
        Map<String, List<Injection<?>>> requests = new LinkedHashMap<>();
        parts.forEach(part -> requests.computeIfAbsent(part.group(), group -> new ArrayList<>())
                .add(part));
        List<List<Injection<?>>> lastToFirst = new ArrayList<>(requests.values());
        Collections.reverse(lastToFirst);
        Queue<Injection<?>> undone = new ConcurrentLinkedQueue<>();
        RuntimeException first = null;
        for (List<Injection<?>> together : lastToFirst) {
            try {
                threads.each(together, part -> undo(part, undone));
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        threads.each(List.copyOf(undone), part -> part.aftermath().see());
        // One whose time was up may still be measured by another thread.
        parts.forEach(Injection::awaitOver);
        if (first != null) {
            throw first;
        }
    }

    private void undo(Injection<?> part, Queue<Injection<?>> undone) {
        try {
            if (part.undo()) {
                undone.add(part);
            }
        } finally {
            if (part.isEnded()) {
                reservations.free(part.target().ref(), part.conflictKey());
            }
        }
    }
}
