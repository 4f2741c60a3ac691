package dev.blackstart.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.RunRecord;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunHealingTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void ofOne_fileThatOthersChanged_tellsWhereItsOriginalIs() throws IOException {
        // Given
        Path kept = Files.writeString(folder.resolve(".data.kept"), "the original");
        Path file = Files.writeString(folder.resolve("data"), "made again by its service");
        UndoStep removed = new UndoStep.FileAs(file.toString(), kept.toString(), "", -1, -1);
        IntendedFault fault = new IntendedFault(
                "f1",
                "a#1",
                file.toString(),
                "file",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Undo(Undo.VERSION, "blackstart.fault.delete", List.of(removed)));
        Ledgers ledgers = new Ledgers(folder.resolve("state"));
        Heal.Healed healed;
        try (Ledger ledger = ledgers.open("r1", folder, Instant.EPOCH)) {
            ledger.intend(fault);
            RunRecord record = ledgers.read("r1").orElseThrow();
            // When
            healed = RunHealing.ofOne(record, fault);
        }
        // Then
        String where = "SUPERSEDED; somebody else has changed the file meanwhile; its original is kept as " + kept;
        assertThat(healed.told())
                .singleElement()
                .satisfies(line -> assertThat(line).endsWith(where));
        assertThat(healed.done()).isEqualTo(healed.told());
        assertThat(healed.failed()).isEmpty();
        assertThat(kept).hasContent("the original");
    }
}
