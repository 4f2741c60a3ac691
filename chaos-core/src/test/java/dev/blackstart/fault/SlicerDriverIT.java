package dev.blackstart.fault;

import dev.blackstart.fault.network.Slicer;
import dev.blackstart.fault.network.SlicerDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class SlicerDriverIT extends FaultDriverContractTest<Slicer> {
    @Override
    FaultDriver<Slicer> driver() {
        return new SlicerDriver();
    }

    @Override
    Slicer config() {
        return new Slicer(8, 2, Duration.ofMillis(20));
    }

    @Override
    TargetRef target() {
        return TwoServices.LINK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest >= 150;
    }
}
