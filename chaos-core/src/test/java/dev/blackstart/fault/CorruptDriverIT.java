package dev.blackstart.fault;

import dev.blackstart.fault.file.Corrupt;
import dev.blackstart.fault.file.CorruptDriver;

final class CorruptDriverIT extends FileDriverContractTest<Corrupt> {
    @Override
    protected FaultDriver<Corrupt> driver() {
        return new CorruptDriver();
    }

    @Override
    protected Corrupt config() {
        return new Corrupt(file().toString(), 64);
    }
}
