package dev.blackstart.fault;

import dev.blackstart.fault.process.Crash;
import dev.blackstart.fault.process.CrashDriver;
import dev.blackstart.topology.TargetRef;

final class CrashDriverIT extends FaultDriverContractTest<Crash> {
    @Override
    FaultDriver<Crash> driver() {
        return new CrashDriver();
    }

    @Override
    Crash config() {
        return new Crash();
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
