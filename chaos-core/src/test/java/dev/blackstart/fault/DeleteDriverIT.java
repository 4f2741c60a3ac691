package dev.blackstart.fault;

import dev.blackstart.fault.file.Delete;
import dev.blackstart.fault.file.DeleteDriver;

final class DeleteDriverIT extends FileDriverContractTest<Delete> {
    @Override
    FaultDriver<Delete> driver() {
        return new DeleteDriver();
    }

    @Override
    Delete config() {
        return new Delete(file().toString());
    }
}
