package dev.blackstart.ledger;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** A file on a disk that, while it is full, takes half of what is written and then nothing. */
final class FullDisk extends RandomAccessFile {
    boolean full;

    FullDisk(Path file) throws IOException {
        super(file.toFile(), "rw");
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        super.write(bytes, 0, full ? bytes.length / 2 : bytes.length);
        if (full) {
            throw new IOException("No space left on device");
        }
    }
}
