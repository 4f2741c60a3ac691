package dev.blackstart.fault;

import dev.blackstart.container.NeedsEngine;
import dev.blackstart.fault.process.Stop;
import dev.blackstart.fault.process.StopDriver;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

@NeedsEngine
final class StopOnContainerIT extends FaultDriverContractTest<Stop> {
    @Override
    protected SmallSystem system() {
        return new RedisInContainer();
    }

    @Override
    protected FaultDriver<Stop> driver() {
        return new StopDriver();
    }

    @Override
    protected Stop config() {
        return new Stop(Duration.ofSeconds(2));
    }

    @Override
    protected TargetRef target() {
        return new ReplicaRef("db", 1);
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.REFUSED;
    }
}
