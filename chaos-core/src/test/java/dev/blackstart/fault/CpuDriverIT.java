package dev.blackstart.fault;

import dev.blackstart.fault.process.Cpu;
import dev.blackstart.fault.process.CpuDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class CpuDriverIT extends FaultDriverContractTest<Cpu> {
    @Override
    protected FaultDriver<Cpu> driver() {
        return new CpuDriver();
    }

    @Override
    protected Cpu config() {
        return new Cpu(1);
    }

    @Override
    protected TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return false;
    }

    /** Burners are children of whoever started them. */
    @Override
    protected boolean isFelt() {
        return ProcessHandle.current()
                .descendants()
                .anyMatch(process -> process.info().command().orElse("").endsWith("/timeout"));
    }

    @Override
    protected Duration showsAfter() {
        return Duration.ofMillis(600);
    }
}
