package dev.blackstart.fault;

import dev.blackstart.fault.file.Delete;
import dev.blackstart.fault.file.DeleteDriver;

final class DeleteDriverIT extends FileDriverContractTest<Delete> {
    @Override
    protected FaultDriver<Delete> driver() {
        return new DeleteDriver();
    }

    @Override
    protected Delete config() {
        return new Delete(file().toString());
    }
}
