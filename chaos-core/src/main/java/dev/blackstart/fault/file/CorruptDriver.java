package dev.blackstart.fault.file;

import dev.blackstart.fault.FaultFailed;
import dev.blackstart.heal.KeptFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** {@code blackstart.fault.corrupt}: turns bytes in the middle of a file over, in place; the revert writes them back. */
public final class CorruptDriver extends FileAsDriver<Corrupt> {
    public CorruptDriver() {
        super(
                "corrupt",
                Corrupt.class,
                "Turns bytes in the middle of a file over, in place; the revert writes them back.");
    }

    @Override
    List<String> names(Corrupt config) {
        return List.of(config.file());
    }

    @Override
    Change change(List<Path> files, Corrupt config) throws IOException {
        Path path = files.get(0);
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (file.size() == 0) {
                throw new FaultFailed(path + " is empty; there is nothing in it to corrupt");
            }
            int count = (int) Math.min(file.size(), config.bytes());
            long from = (file.size() - count) / 2;
            return new Change(
                    KeptFile.content(turned(file, from, count)),
                    from,
                    from + count,
                    count + " bytes of " + path.getFileName() + " turned over");
        }
    }

    private static byte[] turned(FileChannel file, long from, int count) throws IOException {
        byte[] bytes = KeptFile.bytes(file, from, count);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ~bytes[i];
        }
        return bytes;
    }

    @Override
    void change(KeptFile original, List<Path> files) throws IOException {
        try (FileChannel file = FileChannel.open(
                files.get(0), StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            prepared(original, file);
            original.keepCopy();
            // Once more: a copy may take its time.
            KeptFile.write(file, original.step().from(), prepared(original, file));
        }
    }

    /** The region as the fault leaves it. */
    private static byte[] prepared(KeptFile original, FileChannel file) throws IOException {
        long from = original.step().from();
        byte[] turned = turned(file, from, (int) (original.step().to() - from));
        if (!KeptFile.content(turned).equals(original.step().faulted())) {
            throw changedMeanwhile(Path.of(original.step().path()));
        }
        return turned;
    }
}
