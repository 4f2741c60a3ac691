package dev.blackstart.fault;

import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.ResetPeer;
import dev.blackstart.fault.network.ResetPeerDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class ResetPeerDriverIT extends FaultDriverContractTest<ResetPeer> {
    @Override
    FaultDriver<ResetPeer> driver() {
        return new ResetPeerDriver();
    }

    @Override
    ResetPeer config() {
        return new ResetPeer(Duration.ofMillis(100), Direction.RESPONSE);
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
