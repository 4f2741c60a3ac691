package dev.blackstart.fault;

import dev.blackstart.fault.process.Pause;
import dev.blackstart.fault.process.PauseDriver;
import dev.blackstart.topology.TargetRef;

final class PauseDriverIT extends FaultDriverContractTest<Pause> {
    @Override
    FaultDriver<Pause> driver() {
        return new PauseDriver();
    }

    @Override
    Pause config() {
        return new Pause();
    }

    @Override
    TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.NO_ANSWER;
    }
}
