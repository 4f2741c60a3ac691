package dev.blackstart.fault;

import dev.blackstart.fault.process.Pause;
import dev.blackstart.fault.process.PauseDriver;
import dev.blackstart.topology.TargetRef;

final class PauseDriverIT extends FaultDriverContractTest<Pause> {
    @Override
    protected FaultDriver<Pause> driver() {
        return new PauseDriver();
    }

    @Override
    protected Pause config() {
        return new Pause();
    }

    @Override
    protected TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.NO_ANSWER;
    }
}
