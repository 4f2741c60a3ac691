package dev.blackstart.fault;

import dev.blackstart.topology.TargetRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;

/** What every driver of a fault on files must do, on a real file beside a real process. */
abstract class FileDriverContractTest<C extends Record> extends FaultDriverContractTest<C> {
    private static final byte[] ORIGINAL =
            "a line of the original\n".repeat(500).getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder = Path.of("");

    /** The file, made on first use. */
    Path file() {
        return made("data.bin", ORIGINAL);
    }

    Path other() {
        return made("other.bin", "something else".getBytes(StandardCharsets.UTF_8));
    }

    private Path made(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Path marker = folder.resolve(name + ".made");
            if (!Files.exists(marker)) {
                Files.write(file, content);
                Files.createFile(marker);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    boolean isFelt(long millisOfOneRequest) {
        return isFelt();
    }

    /** What a reader finds. */
    @Override
    boolean isFelt() {
        Path file = file();
        try {
            return !Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), ORIGINAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
