package dev.blackstart.fault;

import dev.blackstart.fault.process.SlowStart;
import dev.blackstart.fault.process.SlowStartDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class SlowStartDriverIT extends FaultDriverContractTest<SlowStart> {
    @Override
    protected FaultDriver<SlowStart> driver() {
        return new SlowStartDriver();
    }

    @Override
    protected SlowStart config() {
        return new SlowStart(Duration.ofSeconds(2));
    }

    @Override
    protected TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest < 0;
    }

    @Override
    protected Duration showsAfter() {
        return Duration.ofSeconds(4);
    }

    @Override
    protected int samples() {
        return 1;
    }
}
