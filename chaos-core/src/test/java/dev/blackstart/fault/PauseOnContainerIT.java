package dev.blackstart.fault;

import dev.blackstart.container.NeedsEngine;
import dev.blackstart.fault.process.Pause;
import dev.blackstart.fault.process.PauseDriver;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;

@NeedsEngine
final class PauseOnContainerIT extends FaultDriverContractTest<Pause> {
    @Override
    protected SmallSystem system() {
        return new RedisInContainer();
    }

    @Override
    protected FaultDriver<Pause> driver() {
        return new PauseDriver();
    }

    @Override
    protected Pause config() {
        return new Pause();
    }

    @Override
    protected TargetRef target() {
        return new ReplicaRef("db", 1);
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.NO_ANSWER;
    }
}
