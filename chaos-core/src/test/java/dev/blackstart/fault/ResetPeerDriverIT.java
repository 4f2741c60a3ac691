package dev.blackstart.fault;

import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.ResetPeer;
import dev.blackstart.fault.network.ResetPeerDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class ResetPeerDriverIT extends FaultDriverContractTest<ResetPeer> {
    @Override
    protected FaultDriver<ResetPeer> driver() {
        return new ResetPeerDriver();
    }

    @Override
    protected ResetPeer config() {
        return new ResetPeer(Duration.ofMillis(100), Direction.RESPONSE);
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
