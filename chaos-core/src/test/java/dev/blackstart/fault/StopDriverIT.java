package dev.blackstart.fault;

import dev.blackstart.fault.process.Stop;
import dev.blackstart.fault.process.StopDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class StopDriverIT extends FaultDriverContractTest<Stop> {
    @Override
    FaultDriver<Stop> driver() {
        return new StopDriver();
    }

    @Override
    Stop config() {
        return new Stop(Duration.ofSeconds(2));
    }

    @Override
    TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.REFUSED;
    }
}
