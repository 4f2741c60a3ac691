package dev.blackstart.fault;

import dev.blackstart.fault.file.Unwritable;
import dev.blackstart.fault.file.UnwritableDriver;
import java.io.IOException;
import java.io.UncheckedIOException;

final class UnwritableDriverIT extends FileDriverContractTest<Unwritable> {
    @Override
    FaultDriver<Unwritable> driver() {
        return new UnwritableDriver();
    }

    @Override
    Unwritable config() {
        return new Unwritable(file().toString());
    }

    /** What a writer finds; a shell, which knows nothing of Java's exceptions. */
    @Override
    boolean isFelt() {
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
}
