package dev.blackstart.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A file that a fault changes, and its original, which is kept beside it until it is as it was. Stateless; each call looks anew.
 *
 * @param step what is to be done
 */
public record KeptFile(UndoStep.FileAs step) {
    private static final int BUFFER = 1 << 16;

    private Path path() {
        return Path.of(step.path());
    }

    private Path kept() {
        return Path.of(step.kept());
    }

    private Path partOfKept() {
        return Path.of(step.kept() + ".part");
    }

    /** Copies the original; what is under the kept name is always whole, and on disk. */
    public void keepCopy() throws IOException {
        Files.copy(path(), partOfKept(), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel copy = FileChannel.open(partOfKept(), StandardOpenOption.WRITE)) {
            copy.force(true);
        }
        Files.move(partOfKept(), kept(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** What is in the file now: its SHA-256 in hexadecimal, empty when there is no file. */
    public static String content(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream through = new DigestInputStream(in, digest)) {
                through.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchFileException e) {
            return "";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the file is as the fault leaves it, wholly or half way; false as well when it cannot be told. */
    public boolean isFaulted() {
        try {
            return Files.exists(kept(), LinkOption.NOFOLLOW_LINKS) && (isOriginal() ? false : isOurs());
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isOriginal() throws IOException {
        return Files.exists(path()) && Files.size(path()) == Files.size(kept()) && Files.mismatch(path(), kept()) < 0;
    }

    private boolean isOurs() throws IOException {
        return step.from() < 0 ? content(path()).equals(step.faulted()) : differsInRegionOnly();
    }

    /** What was cut off counts as a part of the region. */
    private boolean differsInRegionOnly() throws IOException {
        if (!Files.exists(path())) {
            return false;
        }
        long length = Files.size(path());
        long whole = Files.size(kept());
        if (length > whole || length < step.from() || (length < whole && step.to() < whole)) {
            return false;
        }
        try (FileChannel now = FileChannel.open(path());
                FileChannel original = FileChannel.open(kept())) {
            return same(now, original, 0, step.from()) && same(now, original, step.to(), length);
        }
    }

    private static boolean same(FileChannel a, FileChannel b, long from, long to) throws IOException {
        for (long at = from; at < to; at += BUFFER) {
            int count = (int) Math.min(BUFFER, to - at);
            if (!Arrays.equals(bytes(a, at, count), bytes(b, at, count))) {
                return false;
            }
        }
        return true;
    }

    /** So many bytes from there on; fewer where the file ends before. */
    public static byte[] bytes(FileChannel file, long at, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = file.read(buffer, at + buffer.position());
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** Makes the file as it was, unless somebody else has changed it meanwhile; then it is left alone. */
    public UndoResult restore() {
        try {
            Files.deleteIfExists(partOfKept());
            if (!Files.exists(kept(), LinkOption.NOFOLLOW_LINKS)) {
                return UndoResult.GONE;
            }
            if (isOriginal()) {
                Files.delete(kept());
                return UndoResult.GONE;
            }
            if (!isOurs()) {
                Files.delete(kept());
                return UndoResult.SUPERSEDED;
            }
            if (step.from() < 0) {
                Files.move(kept(), path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                restoreRegion();
                Files.delete(kept());
            }
            return UndoResult.REVERTED;
        } catch (IOException e) {
            return UndoResult.RETRY;
        } catch (UncheckedIOException e) {
            return UndoResult.RETRY;
        }
    }

    private void restoreRegion() throws IOException {
        FileTime modified = Files.getLastModifiedTime(kept());
        try (FileChannel original = FileChannel.open(kept());
                FileChannel now = FileChannel.open(path(), StandardOpenOption.WRITE)) {
            long to = Math.min(step.to(), original.size());
            for (long at = step.from(); at < to; at += BUFFER) {
                ByteBuffer piece = ByteBuffer.wrap(bytes(original, at, (int) Math.min(BUFFER, to - at)));
                while (piece.hasRemaining()) {
                    now.write(piece, at + piece.position());
                }
            }
            now.force(false);
        }
        Files.setLastModifiedTime(path(), modified);
    }
}
