package dev.blackstart.fault.file;

import dev.blackstart.heal.KeptFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code blackstart.fault.delete}: takes a file away; the revert puts it back. */
public final class DeleteDriver extends FileAsDriver<Delete> {
    public DeleteDriver() {
        super("delete", Delete.class, "Takes a file away; the revert puts it back.");
    }

    @Override
    List<String> names(Delete config) {
        return List.of(config.file());
    }

    @Override
    Change change(List<Path> files, Delete config) {
        return new Change("", -1, -1, "no " + files.get(0).getFileName());
    }

    @Override
    void change(KeptFile original, List<Path> files) throws IOException {
        original.takeAway();
    }
}
