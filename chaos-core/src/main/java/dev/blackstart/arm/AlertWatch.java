package dev.blackstart.arm;

import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.load.Sli;
import dev.blackstart.slo.BurnRate;
import dev.blackstart.slo.Objective;
import dev.blackstart.time.RunClock;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Evaluates the burn-rate alert on the live SLI, every minute of the operators' time, from the beginning of the baseline on. */
public final class AlertWatch implements AutoCloseable {
    private final Objective objective;
    private final double timeScale;
    private final Sli sli;
    private final EventSink events;
    private final RunClock clock;
    private final Instant baseline;
    private final AtomicBoolean fired = new AtomicBoolean();
    private final ScheduledFuture<?> schedule;

    public AlertWatch(
            Objective objective,
            double timeScale,
            Sli sli,
            EventSink events,
            RunClock clock,
            Instant baseline,
            ScheduledExecutorService scheduler) {
        this.objective = objective;
        this.timeScale = timeScale;
        this.sli = sli;
        this.events = events;
        this.clock = clock;
        this.baseline = baseline;
        long nanos = BurnRate.interval(timeScale).toNanos();
        this.schedule = scheduler.scheduleAtFixedRate(this::evaluate, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    private void evaluate() {
        if (!fired.get()
                && BurnRate.evaluate(sli, clock.instant(), objective, timeScale, baseline)
                        .firing()
                && fired.compareAndSet(false, true)) {
            events.add(new Event.AlertFired(objective.alert().name()));
        }
    }

    public boolean hasFired() {
        return fired.get();
    }

    @Override
    public void close() {
        schedule.cancel(false);
    }
}
