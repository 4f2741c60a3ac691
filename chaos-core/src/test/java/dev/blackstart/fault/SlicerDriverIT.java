package dev.blackstart.fault;

import dev.blackstart.fault.network.Slicer;
import dev.blackstart.fault.network.SlicerDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class SlicerDriverIT extends FaultDriverContractTest<Slicer> {
    @Override
    protected FaultDriver<Slicer> driver() {
        return new SlicerDriver();
    }

    @Override
    protected Slicer config() {
        return new Slicer(8, 2, Duration.ofMillis(20));
    }

    @Override
    protected TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest >= 150;
    }
}
