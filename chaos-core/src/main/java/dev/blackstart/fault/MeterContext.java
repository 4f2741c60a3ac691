package dev.blackstart.fault;

import dev.blackstart.journal.EventSink;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.util.concurrent.ScheduledExecutorService;

/** What a meter needs of the run. The scheduler is shared: its tasks must not block. */
public record MeterContext(
        EventSink events, RunClock clock, Cancellation cancellation, ScheduledExecutorService scheduler) {}
