package dev.blackstart.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done about a file, whichever moment the fault was left at. */
class KeptFileTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private Path kept = Path.of("");

    @BeforeEach
    void original() throws IOException {
        file = folder.resolve("data");
        kept = folder.resolve(".data.kept");
        write("0123456789");
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content);
    }

    private KeptFile region(long from, long to) {
        return new KeptFile(new UndoStep.FileAs(file.toString(), kept.toString(), "", from, to));
    }

    private KeptFile whole(String faulted) {
        return new KeptFile(new UndoStep.FileAs(file.toString(), kept.toString(), faulted, -1, -1));
    }

    private void assertLeft(String content) throws IOException {
        assertThat(file).hasContent(content);
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void restore_beforeTheDeed_findsNothing() throws IOException {
        assertThat(region(4, 6).restore()).isEqualTo(UndoResult.GONE);
        assertLeft("0123456789");
    }

    @Test
    void restore_killedWhileTheOriginalWasBeingCopied_findsNothingAndTidiesUp() throws IOException {
        Files.writeString(folder.resolve(".data.kept.part"), "0123");
        assertThat(region(4, 6).restore()).isEqualTo(UndoResult.GONE);
        assertLeft("0123456789");
    }

    @Test
    void restore_killedBeforeTheChange_findsNothingAndTidiesUp() throws IOException {
        region(4, 6).keepCopy();
        assertThat(region(4, 6).restore()).isEqualTo(UndoResult.GONE);
        assertLeft("0123456789");
    }

    @Test
    void restore_changedHalfWay_writesTheOriginalBack() throws IOException {
        region(4, 8).keepCopy();
        write("0123xx6789");
        assertThat(region(4, 8).isFaulted()).isTrue();
        assertThat(region(4, 8).restore()).isEqualTo(UndoResult.REVERTED);
        assertLeft("0123456789");
        assertThat(region(4, 8).restore()).isEqualTo(UndoResult.GONE);
    }

    @Test
    void restore_cutOff_writesTheRestBack_alsoWhereThatWasBegun() throws IOException {
        for (String now : new String[] {"01", "01234"}) {
            region(2, 10).keepCopy();
            write(now);
            assertThat(region(2, 10).restore()).as(now).isEqualTo(UndoResult.REVERTED);
            assertLeft("0123456789");
        }
    }

    @Test
    void restore_changedBySomebodyElse_leavesItAlone() throws IOException {
        for (String now : new String[] {"X123xx6789", "0123xx67890", "restored", ""}) {
            write("0123456789");
            region(4, 6).keepCopy();
            write(now);
            assertThat(region(4, 6).isFaulted()).as(now).isFalse();
            assertThat(region(4, 6).restore()).as(now).isEqualTo(UndoResult.SUPERSEDED);
            assertLeft(now);
        }
    }

    @Test
    void restore_removed_putsItBack() throws IOException {
        Files.move(file, kept);
        assertThat(whole("").isFaulted()).isTrue();
        assertThat(whole("").restore()).isEqualTo(UndoResult.REVERTED);
        assertLeft("0123456789");
    }

    @Test
    void restore_replacedByTheFault_putsItBack_andBySomebodyElse_not() throws IOException {
        String faulted = KeptFile.content(Files.write(folder.resolve("x"), "bad".getBytes(StandardCharsets.UTF_8)));
        Files.delete(folder.resolve("x"));
        Files.move(file, kept);
        write("bad");
        assertThat(whole(faulted).restore()).isEqualTo(UndoResult.REVERTED);
        assertLeft("0123456789");

        Files.move(file, kept);
        write("good again");
        assertThat(whole(faulted).restore()).isEqualTo(UndoResult.SUPERSEDED);
        assertLeft("good again");
    }
}
