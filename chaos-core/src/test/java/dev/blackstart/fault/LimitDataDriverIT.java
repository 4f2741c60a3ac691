package dev.blackstart.fault;

import dev.blackstart.fault.network.LimitData;
import dev.blackstart.fault.network.LimitDataDriver;
import dev.blackstart.topology.TargetRef;

final class LimitDataDriverIT extends FaultDriverContractTest<LimitData> {
    @Override
    FaultDriver<LimitData> driver() {
        return new LimitDataDriver();
    }

    @Override
    LimitData config() {
        return new LimitData(40, LimitData.OneWay.RESPONSE);
    }

    @Override
    TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.CUT;
    }
}
