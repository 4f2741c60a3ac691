package dev.blackstart.fault;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Samples every second how much traffic met the faults in force. */
final class TrafficTicks implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Supplier<List<Injection<?>>> faults;
    private final ScheduledFuture<?> ticks;

    TrafficTicks(Supplier<List<Injection<?>>> faults, ScheduledExecutorService scheduler, FaultThreads threads) {
        this.faults = faults;
        this.ticks = scheduler.scheduleAtFixedRate(
                () -> threads.traffic(this::sample), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Samples now; blocks for at most a second for each link. */
    void sample() {
        for (Injection<?> part : faults.get()) {
            if (part.isInForce()) {
                part.exposure().sample();
            }
        }
    }

    @Override
    public void close() {
        ticks.cancel(false);
    }
}
