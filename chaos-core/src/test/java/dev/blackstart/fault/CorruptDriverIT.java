package dev.blackstart.fault;

import dev.blackstart.fault.file.Corrupt;
import dev.blackstart.fault.file.CorruptDriver;

final class CorruptDriverIT extends FileDriverContractTest<Corrupt> {
    @Override
    FaultDriver<Corrupt> driver() {
        return new CorruptDriver();
    }

    @Override
    Corrupt config() {
        return new Corrupt(file().toString(), 64);
    }
}
