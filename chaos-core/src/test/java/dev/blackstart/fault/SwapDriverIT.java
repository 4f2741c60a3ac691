package dev.blackstart.fault;

import dev.blackstart.fault.file.Swap;
import dev.blackstart.fault.file.SwapDriver;

final class SwapDriverIT extends FileDriverContractTest<Swap> {
    @Override
    protected FaultDriver<Swap> driver() {
        return new SwapDriver();
    }

    @Override
    protected Swap config() {
        return new Swap(file().toString(), other().toString());
    }
}
