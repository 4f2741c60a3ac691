package dev.blackstart.fault;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.journal.EventSink;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What a meter needs of the run.
 *
 * @param scheduler shared: its tasks must not block; what looks at processes or files does so on a thread of its own
 * @param ends where a meter notes its own ends of connections, so that they are not taken for the system's traffic
 */
public record MeterContext(
        EventSink events,
        RunClock clock,
        Cancellation cancellation,
        ScheduledExecutorService scheduler,
        OwnEnds ends,
        Pace pace) {}
