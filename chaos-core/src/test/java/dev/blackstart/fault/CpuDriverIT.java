package dev.blackstart.fault;

import dev.blackstart.fault.process.Cpu;
import dev.blackstart.fault.process.CpuDriver;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;

final class CpuDriverIT extends FaultDriverContractTest<Cpu> {
    @Override
    FaultDriver<Cpu> driver() {
        return new CpuDriver();
    }

    @Override
    Cpu config() {
        return new Cpu(1);
    }

    @Override
    TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return false;
    }

    /** Burners are children of whoever started them. */
    @Override
    boolean isFelt() {
        return ProcessHandle.current()
                .descendants()
                .anyMatch(process -> process.info().command().orElse("").endsWith("/timeout"));
    }

    @Override
    Duration showsAfter() {
        return Duration.ofMillis(600);
    }
}
