package dev.blackstart.fault;

import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.JitterShape;
import dev.blackstart.fault.network.Latency;
import dev.blackstart.fault.network.LatencyDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class LatencyNormalDriverIT extends FaultDriverContractTest<Latency> {
    @Override
    protected FaultDriver<Latency> driver() {
        return new LatencyDriver();
    }

    @Override
    protected Latency config() {
        return new Latency(Duration.ofMillis(300), Duration.ofMillis(30), JitterShape.NORMAL, Direction.RESPONSE);
    }

    @Override
    protected TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest >= 200;
    }
}
