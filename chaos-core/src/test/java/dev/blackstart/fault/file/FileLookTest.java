package dev.blackstart.fault.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.heal.KeptFile;
import dev.blackstart.ledger.UndoStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a file that was replaced is read: content changes here behind the back of size and time, which nobody else does. */
class FileLookTest {
    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private FileLook look(Path file, String faulted) {
        String hash = KeptFile.content(faulted.getBytes(StandardCharsets.US_ASCII));
        UndoStep.FileAs step = new UndoStep.FileAs(file.toString(), file + ".kept", hash, -1, -1);
        return new FileLook(new KeptFile(step), InstantSource.fixed(NOW));
    }

    private Path write(String content, Instant modified) throws IOException {
        Path file = Files.writeString(folder.resolve("data"), content);
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    @Test
    void getAsBoolean_nothingChanged_doesNotReadAgain() throws IOException {
        Instant old = NOW.minusSeconds(3);
        FileLook look = look(write("bad", old), "bad");
        assertThat(look.getAsBoolean()).isTrue();
        write("new", old);
        assertThat(look.getAsBoolean()).as("without reading").isTrue();
    }

    @Test
    void getAsBoolean_otherTimeOrSizeOrGone_looksAgain() throws IOException {
        Instant old = NOW.minusSeconds(9);
        FileLook look = look(write("bad", old), "bad");
        assertThat(look.getAsBoolean()).isTrue();
        write("new", old.plusSeconds(1));
        assertThat(look.getAsBoolean()).isFalse();
        write("bad", old.plusSeconds(2));
        assertThat(look.getAsBoolean()).isTrue();
        write("bad and more", old.plusSeconds(2));
        assertThat(look.getAsBoolean()).isFalse();
        Files.delete(folder.resolve("data"));
        assertThat(look.getAsBoolean()).isFalse();
    }

    @Test
    void getAsBoolean_changedRightNow_readsEachTime() throws IOException {
        Instant young = NOW.minusMillis(1_900);
        FileLook look = look(write("bad", young), "bad");
        assertThat(look.getAsBoolean()).isTrue();
        write("new", young);
        assertThat(look.getAsBoolean()).isFalse();
    }
}
