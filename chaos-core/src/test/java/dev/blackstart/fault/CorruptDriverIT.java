package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.fault.file.Corrupt;
import dev.blackstart.fault.file.CorruptDriver;
import dev.blackstart.ledger.UndoResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;

final class CorruptDriverIT extends FileDriverContractTest<Corrupt> {
    @Override
    protected FaultDriver<Corrupt> driver() {
        return new CorruptDriver();
    }

    @Override
    protected Corrupt config() {
        return new Corrupt(file().toString(), 64);
    }

    @Override
    protected void somebodyElseChangesIt() {
        changes(0, "A");
        changes(ORIGINAL.length / 2, "B");
    }

    private void changes(int at, String to) {
        try {
            byte[] now = Files.readAllBytes(file());
            now[at] = to.getBytes(StandardCharsets.US_ASCII)[0];
            Files.write(file(), now);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void undo_afterOthersWroteAroundIt_restoresTheRegionAndLeavesTheRest() throws IOException {
        // Given
        inject();
        changes(0, "A");
        Files.writeString(file(), "appended\n", StandardOpenOption.APPEND);
        // When
        var results = undo();
        // Then
        String original = new String(ORIGINAL, StandardCharsets.US_ASCII);
        assertThat(results).containsValue(UndoResult.REVERTED);
        assertThat(file()).hasContent("A" + original.substring(1) + "appended\n");
        try (var all = Files.list(topology().declared().folder())) {
            assertThat(all.filter(each -> each.getFileName().toString().contains(".blackstart-")))
                    .isEmpty();
        }
    }
}
