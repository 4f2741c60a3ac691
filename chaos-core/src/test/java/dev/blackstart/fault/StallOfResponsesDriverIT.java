package dev.blackstart.fault;

import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.Stall;
import dev.blackstart.fault.network.StallDriver;
import dev.blackstart.topology.TargetRef;

final class StallOfResponsesDriverIT extends FaultDriverContractTest<Stall> {
    @Override
    protected FaultDriver<Stall> driver() {
        return new StallDriver();
    }

    @Override
    protected Stall config() {
        return new Stall(Direction.RESPONSE);
    }

    @Override
    protected TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.NO_ANSWER;
    }
}
