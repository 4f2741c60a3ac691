package dev.blackstart.fault;

import dev.blackstart.fault.process.Restart;
import dev.blackstart.fault.process.RestartDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

final class RestartDriverIT extends FaultDriverContractTest<Restart> {
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean outage;

    @Override
    FaultDriver<Restart> driver() {
        return new RestartDriver();
    }

    @Override
    Restart config() {
        return new Restart(Duration.ofMillis(500));
    }

    @Override
    TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest < 0;
    }

    /** Somebody who looks all the time. */
    @BeforeEach
    void watch() {
        watching.scheduleWithFixedDelay(
                () -> {
                    if (isFelt()) {
                        outage = true;
                    }
                },
                0,
                10,
                TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stopWatching() {
        watching.shutdownNow();
    }

    @Override
    boolean wasFelt() {
        return outage;
    }
}
