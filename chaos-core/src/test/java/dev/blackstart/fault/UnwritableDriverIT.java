package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.blackstart.fault.file.Unwritable;
import dev.blackstart.fault.file.UnwritableDriver;
import dev.blackstart.heal.FileAttributes;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.BeforeEach;

final class UnwritableDriverIT extends FileDriverContractTest<Unwritable> {
    @BeforeEach
    void attribute() {
        assumeThat(FileAttributes.setImmutable(file(), true)).isTrue();
        assertThat(FileAttributes.setImmutable(file(), false)).isTrue();
    }

    @Override
    protected FaultDriver<Unwritable> driver() {
        return new UnwritableDriver();
    }

    @Override
    protected Unwritable config() {
        return new Unwritable(file().toString());
    }

    /** What a writer finds; a shell, which knows nothing of Java's exceptions. */
    @Override
    protected boolean isFelt() {
        try {
            Process writing = new ProcessBuilder("/bin/sh", "-c", ": >> \"$0\"", file().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return writing.waitFor() != 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected void somebodyElseChangesIt() {
        assertThat(FileAttributes.setImmutable(file(), false)).isTrue();
        super.somebodyElseChangesIt();
    }
}
