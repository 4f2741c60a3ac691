package dev.blackstart.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessWatchTest {
    private static final ProcessTable.Row LEADER = row(10, 10);
    private static final ProcessTable.Row CHILD = row(11, 10);
    private static final ProcessTable.Row ESCAPED = row(12, 12);

    @TempDir
    private Path folder;

    private static ProcessTable.Row row(long pid, long session) {
        return new ProcessTable.Row(pid, 1, session, session, 'S', pid);
    }

    @Test
    void note_childInASessionOfItsOwn_isInTheLedger_once() {
        // Given
        Ledgers ledgers = new Ledgers(folder);
        OwnedProcesses owned = new OwnedProcesses("r1", List.of(LEADER.identity()));
        try (Ledger ledger = ledgers.open("r1", folder, Instant.EPOCH);
                ProcessWatch watch = new ProcessWatch(owned, ledger)) {
            // When
            watch.note(List.of(LEADER, CHILD, ESCAPED));
            watch.note(List.of(LEADER, CHILD, ESCAPED));

            // Then
            assertThat(ledgers.list())
                    .singleElement()
                    .satisfies(
                            listed -> assertThat(listed.record().orElseThrow().processes())
                                    .containsExactly(ESCAPED.identity()));
        }
    }
}
