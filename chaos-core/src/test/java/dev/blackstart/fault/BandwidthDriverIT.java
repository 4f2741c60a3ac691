package dev.blackstart.fault;

import dev.blackstart.fault.network.Bandwidth;
import dev.blackstart.fault.network.BandwidthDriver;
import dev.blackstart.fault.network.Direction;
import dev.blackstart.topology.TargetRef;

final class BandwidthDriverIT extends FaultDriverContractTest<Bandwidth> {
    @Override
    protected FaultDriver<Bandwidth> driver() {
        return new BandwidthDriver();
    }

    @Override
    protected Bandwidth config() {
        return new Bandwidth(1, Direction.BOTH);
    }

    @Override
    protected TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest >= 90;
    }
}
