package dev.blackstart.fault;

import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.Timeout;
import dev.blackstart.fault.network.TimeoutDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class TimeoutNeverDriverIT extends FaultDriverContractTest<Timeout> {
    @Override
    protected FaultDriver<Timeout> driver() {
        return new TimeoutDriver();
    }

    @Override
    protected Timeout config() {
        return new Timeout(Duration.ZERO, Direction.BOTH);
    }

    @Override
    protected TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.NO_ANSWER;
    }
}
