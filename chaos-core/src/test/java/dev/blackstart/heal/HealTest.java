package dev.blackstart.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealTest {
    @TempDir
    private Path root = Path.of("");

    /** A run that is over, and has left a fault on a process that is gone. */
    private void die(String run) {
        Ledger ledger = new Ledgers(root).open(run, root, Instant.EPOCH);
        ledger.intend(new IntendedFault(
                "f1",
                "kv#1",
                "process 4",
                "state",
                Optional.empty(),
                Optional.empty(),
                Optional.of(false),
                new Undo(
                        Undo.VERSION,
                        "blackstart.fault.pause",
                        List.of(new UndoStep.ContinueGroup(new ProcessIdentity(4, 5, "boot"))))));
        ledger.close();
    }

    @Test
    void heal_oneLedgerCannotBeRead_healsTheOthers_andFindsThatOne() throws IOException {
        // Given
        die("r1");
        Files.createDirectories(root.resolve("r2/ledger.jsonl"));
        Files.createFile(root.resolve("r2/ledger.lock"));
        die("r3");
        Heal heal = new Heal(new Ledgers(root));

        // When
        List<Heal.Healed> healed = heal.heal((folder, done) -> {});

        // Then
        assertThat(healed).extracting(Heal.Healed::run).containsExactly("r1", "r3");
        assertThat(heal.find()).singleElement().satisfies(found -> {
            assertThat(found.run()).isEqualTo("r2");
            assertThat(found.isLeft()).isTrue();
            assertThat(found.left()).singleElement().asString().contains("cannot be read");
        });
    }

    @Test
    void find_runThatLives_isNotLeft() {
        // Given
        try (Ledger ledger = new Ledgers(root).open("r1", root, Instant.EPOCH)) {
            // When
            List<Heal.Found> found = new Heal(new Ledgers(root)).find();

            // Then
            assertThat(ledger.isTaken()).isFalse();
            assertThat(found).extracting(Heal.Found::isLeft).containsExactly(false);
        }
    }
}
