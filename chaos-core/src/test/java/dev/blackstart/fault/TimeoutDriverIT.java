package dev.blackstart.fault;

import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.Timeout;
import dev.blackstart.fault.network.TimeoutDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class TimeoutDriverIT extends FaultDriverContractTest<Timeout> {
    @Override
    FaultDriver<Timeout> driver() {
        return new TimeoutDriver();
    }

    @Override
    Timeout config() {
        return new Timeout(Duration.ofMillis(300), Direction.RESPONSE);
    }

    @Override
    TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.REFUSED;
    }
}
