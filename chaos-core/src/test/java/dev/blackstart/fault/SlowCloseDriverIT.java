package dev.blackstart.fault;

import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.SlowClose;
import dev.blackstart.fault.network.SlowCloseDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class SlowCloseDriverIT extends FaultDriverContractTest<SlowClose> {
    @Override
    protected FaultDriver<SlowClose> driver() {
        return new SlowCloseDriver();
    }

    @Override
    protected SlowClose config() {
        return new SlowClose(Duration.ofMillis(300), Direction.RESPONSE);
    }

    @Override
    protected TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest >= 290;
    }
}
