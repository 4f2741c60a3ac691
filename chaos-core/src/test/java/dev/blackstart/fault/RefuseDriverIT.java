package dev.blackstart.fault;

import dev.blackstart.fault.network.Refuse;
import dev.blackstart.fault.network.RefuseDriver;
import dev.blackstart.topology.TargetRef;

final class RefuseDriverIT extends FaultDriverContractTest<Refuse> {
    @Override
    protected FaultDriver<Refuse> driver() {
        return new RefuseDriver();
    }

    @Override
    protected Refuse config() {
        return new Refuse();
    }

    @Override
    protected TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.REFUSED;
    }
}
