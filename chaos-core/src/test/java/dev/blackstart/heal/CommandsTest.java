package dev.blackstart.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An undo that consists of two commands. */
class CommandsTest {
    @TempDir
    private Path folder = Path.of("");

    private UndoStep.Argv step(String... revert) {
        return new UndoStep.Argv(List.of("/usr/bin/test", "-e", fault().toString()), List.of(revert));
    }

    private Path fault() {
        return folder.resolve("fault");
    }

    @Test
    void carryOut_faultIsThere_isReverted_andThenGone() throws IOException {
        Files.createFile(fault());
        UndoStep step = step("rm", fault().toString());
        assertThat(UndoExecutor.carryOut(step)).isEqualTo(UndoResult.REVERTED);
        assertThat(fault()).doesNotExist();
        assertThat(UndoExecutor.carryOut(step)).isEqualTo(UndoResult.GONE);
    }

    @Test
    void carryOut_revertHasNoEffect_isTriedAgain() throws IOException {
        Files.createFile(fault());
        assertThat(UndoExecutor.carryOut(step("true"))).isEqualTo(UndoResult.RETRY);
    }

    @Test
    void carryOut_noSuchCommand_isTriedAgain() throws IOException {
        Files.createFile(fault());
        assertThat(UndoExecutor.carryOut(step("/no/such/command"))).isEqualTo(UndoResult.RETRY);
        assertThat(UndoExecutor.carryOut(new UndoStep.Argv(List.of("/no/such/command"), List.of("true"))))
                .isEqualTo(UndoResult.RETRY);
    }
}
