package dev.blackstart.fault;

import dev.blackstart.fault.process.Crash;
import dev.blackstart.fault.process.CrashDriver;
import dev.blackstart.topology.TargetRef;

final class CrashDriverIT extends FaultDriverContractTest<Crash> {
    @Override
    protected FaultDriver<Crash> driver() {
        return new CrashDriver();
    }

    @Override
    protected Crash config() {
        return new Crash();
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
