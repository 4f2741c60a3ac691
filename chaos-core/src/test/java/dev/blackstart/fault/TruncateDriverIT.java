package dev.blackstart.fault;

import dev.blackstart.fault.file.Truncate;
import dev.blackstart.fault.file.TruncateDriver;

final class TruncateDriverIT extends FileDriverContractTest<Truncate> {
    @Override
    protected FaultDriver<Truncate> driver() {
        return new TruncateDriver();
    }

    @Override
    protected Truncate config() {
        return new Truncate(file().toString(), 100);
    }
}
