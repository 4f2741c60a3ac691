package dev.blackstart.fault;

import dev.blackstart.fault.network.LimitData;
import dev.blackstart.fault.network.LimitDataDriver;
import dev.blackstart.topology.TargetRef;

final class LimitDataDriverIT extends FaultDriverContractTest<LimitData> {
    @Override
    protected FaultDriver<LimitData> driver() {
        return new LimitDataDriver();
    }

    @Override
    protected LimitData config() {
        return new LimitData(40, LimitData.OneWay.RESPONSE);
    }

    @Override
    protected TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.CUT;
    }
}
