package dev.blackstart.fault.file;

import dev.blackstart.fault.FaultFailed;
import dev.blackstart.heal.KeptFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@code blackstart.fault.truncate}: cuts a file off; the revert writes back what was there. */
public final class TruncateDriver extends FileAsDriver<Truncate> {
    public TruncateDriver() {
        super("truncate", Truncate.class, "Cuts a file off; the revert writes back what was there.");
    }

    @Override
    List<String> names(Truncate config) {
        return List.of(config.file());
    }

    @Override
    Change change(List<Path> files, Truncate config) throws IOException {
        Path file = files.get(0);
        long size = Files.size(file);
        if (size <= config.to()) {
            throw new FaultFailed(file + " has " + size + " bytes; it cannot be cut off to " + config.to());
        }
        return new Change("", config.to(), size, file.getFileName() + " cut off to " + config.to() + " bytes");
    }

    @Override
    void change(KeptFile original, List<Path> files) throws IOException {
        Path path = files.get(0);
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            // It may have grown, as a log does.
            if (file.size() < original.step().to()) {
                throw changedMeanwhile(path);
            }
            original.keepCopy();
            original.keepAppended(file);
            file.truncate(original.step().from());
        }
    }
}
