package dev.blackstart.fault;

import dev.blackstart.time.RunClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Changes faults that are in force as their schedules have it, all parts of a request side by side, until none is left. */
final class Schedules {
    private final ScheduledExecutorService scheduler;
    private final FaultThreads threads;
    private final RunClock clock;

    Schedules(ScheduledExecutorService scheduler, FaultThreads threads, RunClock clock) {
        this.scheduler = scheduler;
        this.threads = threads;
        this.clock = clock;
    }

    /** From now on; the parts have just been injected. */
    void follow(Schedule schedule, List<Injection<?>> parts) {
        change(schedule, parts, clock.nanos(), 1);
    }

    /** @param nth of the changes, from 1 */
    private void change(Schedule schedule, List<Injection<?>> parts, long start, int nth) {
        if (schedule instanceof Schedule.Pulse pulse) {
            Duration due =
                    pulse.on().multipliedBy((nth + 1) / 2).plus(pulse.off().multipliedBy(nth / 2));
            at(due, nth % 2 == 1 ? Injection::suspend : Injection::resume, schedule, parts, start, nth);
        } else if (schedule instanceof Schedule.Ramp ramp && nth < ramp.steps()) {
            at(ramp.until(nth + 1), Injection::grow, schedule, parts, start, nth);
        }
    }

    /** Counted from the start, so that what one change takes does not delay the next ones. */
    private void at(
            Duration due,
            Consumer<Injection<?>> what,
            Schedule schedule,
            List<Injection<?>> parts,
            long start,
            int nth) {
        Runnable changing = () -> {
            if (parts.stream().anyMatch(Injection::isInForce)) {
                try {
                    threads.each(parts, what);
                } finally {
                    change(schedule, parts, start, nth + 1);
                }
            }
        };
        try {
            var unused = scheduler.schedule(
                    () -> threads.end(changing), start + due.toNanos() - clock.nanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The run is over, and its faults are about to be reverted.
            return;
        }
    }
}
