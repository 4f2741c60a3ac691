package dev.blackstart.fault;

import dev.blackstart.fault.process.SlowStart;
import dev.blackstart.fault.process.SlowStartDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class SlowStartDriverIT extends FaultDriverContractTest<SlowStart> {
    @Override
    FaultDriver<SlowStart> driver() {
        return new SlowStartDriver();
    }

    @Override
    SlowStart config() {
        return new SlowStart(Duration.ofSeconds(2));
    }

    @Override
    TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest < 0;
    }

    @Override
    Duration showsAfter() {
        return Duration.ofSeconds(4);
    }

    @Override
    int samples() {
        return 1;
    }
}
