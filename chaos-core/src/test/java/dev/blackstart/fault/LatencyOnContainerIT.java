package dev.blackstart.fault;

import dev.blackstart.container.NeedsEngine;
import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.Latency;
import dev.blackstart.fault.network.LatencyDriver;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

/** On a link into a container. */
@NeedsEngine
final class LatencyOnContainerIT extends FaultDriverContractTest<Latency> {
    @Override
    protected SmallSystem system() {
        return new RedisInContainer();
    }

    @Override
    protected FaultDriver<Latency> driver() {
        return new LatencyDriver();
    }

    @Override
    protected Latency config() {
        return new Latency(Duration.ofMillis(300), Duration.ZERO, Direction.RESPONSE);
    }

    @Override
    protected TargetRef target() {
        return new LinkRef(new ReplicaRef("app", 1), new ReplicaRef("db", 1), RedisInContainer.PORT);
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest >= 290;
    }
}
