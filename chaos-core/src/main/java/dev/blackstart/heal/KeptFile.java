package dev.blackstart.heal;

import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that a fault changes, and its original, which is kept beside it. The original goes only when the file has all of it again:
 * whatever others do to the file, nothing of it is lost. Stateless; each call looks anew, and follows no symbolic link in the file's
 * place.
 *
 * @param step what is to be done
 */
public record KeptFile(UndoStep.FileAs step) {
    private static final int BUFFER = 1 << 16;

    /** Of copying what is appended while it is copied. */
    private static final int ROUNDS = 100;

    private Path path() {
        return Path.of(step.path());
    }

    private Path kept() {
        return Path.of(step.kept());
    }

    /** What is not whole yet, or not in its place: of a copy of the original, or of the content that takes its place. */
    public Path part() {
        return Path.of(step.kept() + ".part");
    }

    private boolean isInPlace() {
        return step.from() >= 0;
    }

    private boolean isCutOff() {
        return isInPlace() && step.faulted().isEmpty();
    }

    /** Copies the original; what is under the kept name is always whole, and on disk, name and all, when this returns. */
    public void keepCopy() throws IOException {
        requireNothingKept();
        Files.copy(path(), part(), StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        force(part());
        Files.move(part(), kept(), StandardCopyOption.ATOMIC_MOVE);
        forceFolder();
    }

    /** A rename would replace it, and it may be the only original that there is. */
    private void requireNothingKept() throws IOException {
        if (Files.exists(kept(), LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(step.kept());
        }
    }

    /** Keeps what was appended since {@link #keepCopy} too. What is appended right after this returns is not kept. */
    public void keepAppended(FileChannel now) throws IOException {
        try (FileChannel copy = FileChannel.open(kept(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long whole = copy.size();
            if (!same(now, copy, step.from(), whole)) {
                throw new IOException(path() + " is being changed");
            }
            for (int round = 0; now.size() > whole; round++) {
                if (round == ROUNDS) {
                    throw new IOException(path() + " grows faster than it can be copied");
                }
                copy(now, copy, whole, now.size());
                copy.force(true);
                Files.setLastModifiedTime(kept(), Files.getLastModifiedTime(path()));
                whole = copy.size();
            }
        }
    }

    /** Gives the original the kept name. */
    public void takeAway() throws IOException {
        requireNothingKept();
        Files.move(path(), kept(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts {@link #part} in the file's place, which is never empty meanwhile. */
    public void replaceByPart() throws IOException {
        force(part());
        Files.createLink(kept(), path());
        forceFolder();
        Files.move(part(), path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
            written.force(true);
        }
    }

    private void forceFolder() throws IOException {
        Path folder = path().getParent();
        if (folder != null) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    /** What is in the file now: its SHA-256 in hexadecimal, empty when there is no file. */
    public static String content(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    /** The same of some bytes. */
    public static String content(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether the fault shows, whatever else is in the file; false as well when it cannot be told. Reads only as much as tells that: a
     * region, or whether it is there; all of a file only where that was replaced.
     */
    public boolean isFaulted() {
        try {
            if (!isInPlace()) {
                return contentNow().equals(step.faulted());
            }
            if (!isRegularFile()) {
                return false;
            }
            try (FileChannel now = open(path())) {
                return isCutOff()
                        ? now.size() < step.to() || isHole(now)
                        : content(bytes(now, step.from(), (int) (step.to() - step.from())))
                                .equals(step.faulted());
            }
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isRegularFile() {
        return Files.isRegularFile(path(), LinkOption.NOFOLLOW_LINKS);
    }

    private String contentNow() throws IOException {
        return isRegularFile() || !Files.exists(path(), LinkOption.NOFOLLOW_LINKS) ? content(path()) : "no file";
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    /** Of a file that may hold as many zeros by itself, it says nothing before the deed. */
    private boolean isHole(FileChannel now) throws IOException {
        byte[] begin = bytes(now, step.from(), (int) Math.min(BUFFER, step.to() - step.from()));
        return Files.exists(kept(), LinkOption.NOFOLLOW_LINKS) && Arrays.equals(begin, new byte[begin.length]);
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

    private static void copy(FileChannel from, FileChannel into, long at, long end) throws IOException {
        for (long next = at; next < end; next += BUFFER) {
            write(into, next, bytes(from, next, (int) Math.min(BUFFER, end - next)));
        }
    }

    /** Writes all of it there. */
    public static void write(FileChannel file, long at, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            file.write(rest, at + rest.position());
        }
    }

    /** How a byte of the file has to be, given that of the original. */
    private interface Rule {
        boolean holds(byte is, byte was);
    }

    private static boolean every(FileChannel now, FileChannel original, long from, long to, Rule rule)
            throws IOException {
        for (long at = from; at < to; at += BUFFER) {
            byte[] is = bytes(now, at, (int) Math.min(BUFFER, to - at));
            byte[] was = bytes(original, at, (int) Math.min(BUFFER, to - at));
            if (is.length != was.length) {
                return false;
            }
            for (int i = 0; i < is.length; i++) {
                if (!rule.holds(is[i], was[i])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean same(FileChannel now, FileChannel original, long from, long to) throws IOException {
        return every(now, original, from, to, (is, was) -> is == was);
    }

    /**
     * Takes the fault back, if what it did is still there, and leaves alone what others did to the file before, after and beside that.
     * Where others have changed just that, the file stays as it is, and the original is kept: see {@link #stillKept}.
     */
    public UndoResult restore() {
        try {
            if (!Files.exists(kept(), LinkOption.NOFOLLOW_LINKS)) {
                return tidyUp();
            }
            // Beside a whole copy it is none of the original.
            Files.deleteIfExists(part());
            if (hasAllOfOriginal()) {
                Files.delete(kept());
                return UndoResult.GONE;
            }
            return isOurs() ? takeBack() : UndoResult.SUPERSEDED;
        } catch (IOException | UncheckedIOException e) {
            return UndoResult.RETRY;
        }
    }

    /** The name under which an original, or what was copied of it, is there now. After an undo: because others changed the file. */
    public Optional<Path> stillKept() {
        return Optional.of(kept())
                .filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS))
                .or(() -> Optional.of(part()).filter(file -> Files.exists(file, LinkOption.NOFOLLOW_LINKS)));
    }

    /** The deed had not begun: then a part is not the only copy, unless the file system lost the kept name. */
    private UndoResult tidyUp() throws IOException {
        if (!Files.exists(part(), LinkOption.NOFOLLOW_LINKS)) {
            return UndoResult.GONE;
        }
        if (isInPlace() && !beginsWith(part())) {
            return UndoResult.SUPERSEDED;
        }
        Files.delete(part());
        return UndoResult.GONE;
    }

    /** A file that is written in place may have grown. */
    private boolean hasAllOfOriginal() throws IOException {
        return isRegularFile() && (isInPlace() || Files.size(path()) == Files.size(kept())) && beginsWith(kept());
    }

    private boolean beginsWith(Path copy) throws IOException {
        if (!isRegularFile()) {
            return false;
        }
        try (FileChannel now = open(path());
                FileChannel begin = open(copy)) {
            return same(now, begin, 0, begin.size());
        }
    }

    /** Whether what the fault did is still there, wholly or half way, and nobody has changed just that. */
    private boolean isOurs() throws IOException {
        if (!isInPlace()) {
            return contentNow().equals(step.faulted());
        }
        if (!isRegularFile()) {
            return false;
        }
        try (FileChannel now = open(path());
                FileChannel original = open(kept())) {
            return isCutOff() ? isCut(now, original) : isTurned(now, original);
        }
    }

    /** Nothing follows the cut, or what a writer left out that writes on where it was. */
    private boolean isCut(FileChannel now, FileChannel original) throws IOException {
        long length = now.size();
        long whole = original.size();
        if (length < whole) {
            return length >= step.from() && same(now, original, 0, length);
        }
        return same(now, original, 0, step.from())
                && every(now, original, step.from(), whole, (is, was) -> is == 0 || is == was);
    }

    private boolean isTurned(FileChannel now, FileChannel original) throws IOException {
        long from = step.from();
        long to = step.to();
        return content(bytes(now, from, (int) (to - from))).equals(step.faulted())
                || (!same(now, original, from, to)
                        && every(now, original, from, to, (is, was) -> is == was || is == (byte) ~was));
    }

    private UndoResult takeBack() throws IOException {
        if (isInPlace()) {
            writeRegionBack();
            Files.delete(kept());
        } else if (!step.faulted().isEmpty()) {
            Files.move(kept(), path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else if (!putBack()) {
            return UndoResult.SUPERSEDED;
        }
        return UndoResult.REVERTED;
    }

    private void writeRegionBack() throws IOException {
        try (FileChannel original = open(kept());
                FileChannel now = FileChannel.open(path(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            copy(original, now, step.from(), isCutOff() ? original.size() : step.to());
            now.force(false);
        }
        if (Files.mismatch(path(), kept()) < 0) {
            Files.setLastModifiedTime(path(), Files.getLastModifiedTime(kept()));
        }
    }

    /** Never over a file that somebody makes at this very moment; whether nobody did. */
    private boolean putBack() throws IOException {
        try {
            Files.createLink(path(), kept());
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return moveBack();
        }
        forceFolder();
        Files.delete(kept());
        return true;
    }

    /** Where there are no hard links. */
    private boolean moveBack() throws IOException {
        try {
            Files.move(kept(), path());
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
