package dev.blackstart.fault;

import dev.blackstart.fault.process.Stop;
import dev.blackstart.fault.process.StopDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class StopDriverIT extends FaultDriverContractTest<Stop> {
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
        return TwoServices.BACK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.REFUSED;
    }
}
