package dev.blackstart.fault;

import dev.blackstart.fault.network.Refuse;
import dev.blackstart.fault.network.RefuseDriver;
import dev.blackstart.topology.TargetRef;

final class RefuseDriverIT extends FaultDriverContractTest<Refuse> {
    @Override
    FaultDriver<Refuse> driver() {
        return new RefuseDriver();
    }

    @Override
    Refuse config() {
        return new Refuse();
    }

    @Override
    TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.REFUSED;
    }
}
