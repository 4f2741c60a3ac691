package dev.blackstart.fault;

import dev.blackstart.fault.network.Bandwidth;
import dev.blackstart.fault.network.BandwidthDriver;
import dev.blackstart.fault.network.Direction;
import dev.blackstart.topology.TargetRef;

final class BandwidthDriverIT extends FaultDriverContractTest<Bandwidth> {
    @Override
    FaultDriver<Bandwidth> driver() {
        return new BandwidthDriver();
    }

    @Override
    Bandwidth config() {
        return new Bandwidth(1, Direction.BOTH);
    }

    @Override
    TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest >= 90;
    }
}
