package dev.blackstart.fault.file;

import dev.blackstart.fault.FaultFailed;
import dev.blackstart.heal.KeptFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code blackstart.fault.swap}: puts the content of another file in the place of a file; the revert puts the old file back. */
public final class SwapDriver extends FileAsDriver<Swap> {
    public SwapDriver() {
        super(
                "swap",
                Swap.class,
                "Puts the content of another file in the place of a file; the revert puts the old file back.");
    }

    @Override
    List<String> names(Swap config) {
        return List.of(config.file(), config.with());
    }

    @Override
    Change change(List<Path> files, Swap config) throws IOException {
        Path file = files.get(0);
        Path other = files.get(1);
        String content = KeptFile.content(other);
        if (content.equals(KeptFile.content(file))) {
            throw new FaultFailed(file + " and " + other + " have the same content");
        }
        return new Change(content, -1, -1, file.getFileName() + " with the content of " + other.getFileName());
    }

    @Override
    void change(KeptFile original, List<Path> files) throws IOException {
        Path file = files.get(0);
        Path next = original.part();
        Files.copy(files.get(1), next);
        if (!KeptFile.content(next).equals(original.step().faulted())) {
            throw changedMeanwhile(files.get(1));
        }
        Files.setPosixFilePermissions(next, Files.getPosixFilePermissions(file));
        Files.setOwner(next, Files.getOwner(file));
        original.replaceByPart();
    }
}
