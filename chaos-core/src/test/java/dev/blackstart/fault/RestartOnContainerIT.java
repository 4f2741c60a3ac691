package dev.blackstart.fault;

import dev.blackstart.container.NeedsEngine;
import dev.blackstart.fault.process.Restart;
import dev.blackstart.fault.process.RestartDriver;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@NeedsEngine
final class RestartOnContainerIT extends FaultDriverContractTest<Restart> {
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean outage;

    @Override
    protected SmallSystem system() {
        return new RedisInContainer();
    }

    @Override
    protected FaultDriver<Restart> driver() {
        return new RestartDriver();
    }

    @Override
    protected Restart config() {
        return new Restart(Duration.ofMillis(500));
    }

    @Override
    protected TargetRef target() {
        return new ReplicaRef("db", 1);
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest < 0;
    }

    /** The step is for who dies in the middle of it. */
    @Override
    protected UndoResult ofEachStep() {
        return UndoResult.SUPERSEDED;
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
    protected boolean wasFelt() {
        return outage;
    }
}
