package dev.blackstart.arm;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler whose only periodic task, and whose last delayed one, run when the test says so. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private Runnable task = () -> {};
    private Duration period = Duration.ZERO;
    private Runnable delayed = () -> {};
    private Duration delay = Duration.ZERO;

    ManualScheduler() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long every, TimeUnit unit) {
        task = command;
        period = Duration.of(every, unit.toChronoUnit());
        return never();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long after, TimeUnit unit) {
        delayed = command;
        delay = Duration.of(after, unit.toChronoUnit());
        return never();
    }

    private ScheduledFuture<?> never() {
        return super.schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    /** The time of the delayed task has come. */
    void elapse() {
        delayed.run();
    }

    Duration delay() {
        return delay;
    }

    void tick() {
        task.run();
    }

    Duration period() {
        return period;
    }
}
