package dev.blackstart.fault;

import dev.blackstart.fault.process.CrashLoop;
import dev.blackstart.fault.process.CrashLoopDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class CrashLoopDriverIT extends FaultDriverContractTest<CrashLoop> {
    @Override
    protected FaultDriver<CrashLoop> driver() {
        return new CrashLoopDriver();
    }

    @Override
    protected CrashLoop config() {
        return new CrashLoop(Duration.ofMillis(150), Duration.ofMillis(850));
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
}
