package dev.blackstart.arm;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler whose only periodic task runs when the test says so. */
final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private Runnable task = () -> {};
    private Duration period = Duration.ZERO;

    ManualScheduler() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long every, TimeUnit unit) {
        task = command;
        period = Duration.of(every, unit.toChronoUnit());
        return schedule(() -> {}, 1, TimeUnit.DAYS);
    }

    void tick() {
        task.run();
    }

    Duration period() {
        return period;
    }
}
