package dev.blackstart.fault;

import dev.blackstart.container.NeedsEngine;
import dev.blackstart.fault.process.Crash;
import dev.blackstart.fault.process.CrashDriver;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;

@NeedsEngine
final class CrashOnContainerIT extends FaultDriverContractTest<Crash> {
    @Override
    protected SmallSystem system() {
        return new RedisInContainer();
    }

    @Override
    protected FaultDriver<Crash> driver() {
        return new CrashDriver();
    }

    @Override
    protected Crash config() {
        return new Crash();
    }

    @Override
    protected TargetRef target() {
        return new ReplicaRef("db", 1);
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return millisOfOneRequest == PlainClient.REFUSED;
    }
}
