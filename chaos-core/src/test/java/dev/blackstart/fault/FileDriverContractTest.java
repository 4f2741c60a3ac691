package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.heal.UndoExecutor;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.TargetRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What every driver of a fault on files must do, on a real file beside a real process. */
public abstract class FileDriverContractTest<C extends Record> extends FaultDriverContractTest<C> {
    static final byte[] ORIGINAL = "a line of the original\n".repeat(500).getBytes(StandardCharsets.UTF_8);

    /** The file, made on first use. */
    protected Path file() {
        return made("data.bin", ORIGINAL);
    }

    protected Path other() {
        return made("other.bin", "something else".getBytes(StandardCharsets.UTF_8));
    }

    private Path made(String name, byte[] content) {
        try {
            Path folder = topology().declared().folder();
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
    protected TargetRef target() {
        return TwoServices.BACK;
    }

    @Override
    protected boolean isFelt(long millisOfOneRequest) {
        return isFelt();
    }

    /** What a reader finds. */
    @Override
    protected boolean isFelt() {
        Path file = file();
        try {
            return !Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), ORIGINAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<String> trace() {
        List<String> trace = new ArrayList<>(super.trace());
        other();
        try (Stream<Path> all = Files.list(file().getParent())) {
            for (Path each : all.sorted().toList()) {
                trace.add(each.getFileName() + " " + Files.readString(each, StandardCharsets.ISO_8859_1) + " "
                        + isWritable(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return trace;
    }

    private static boolean isWritable(Path file) {
        try {
            Files.write(file, new byte[0], StandardOpenOption.APPEND);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** As an operator does who restores it from a backup. */
    @Override
    protected void somebodyElseChangesIt() {
        try {
            byte[] restored = ORIGINAL.clone();
            restored[0] = 'A';
            Files.write(file(), restored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The original is not lost, and whoever reads what came of the undo knows where it is. */
    @Override
    protected void assertLeftAlone(UndoStep step, UndoResult result) {
        if (step instanceof UndoStep.FileAs file) {
            assertThat(result).isEqualTo(UndoResult.SUPERSEDED);
            assertThat(Path.of(file.kept())).hasBinaryContent(ORIGINAL);
            assertThat(UndoExecutor.says(step, result))
                    .isEqualTo("SUPERSEDED; somebody else has changed the file meanwhile; its original is kept as "
                            + file.kept());
        }
    }

    @Override
    protected List<String> changed() {
        return trace().stream().filter(line -> line.startsWith("data.bin ")).toList();
    }
}
