package dev.blackstart.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.topology.ProcessIdentity;
import org.junit.jupiter.api.Test;

class ProcessTableTest {
    @Test
    void parse_nameWithSpacesAndParentheses_readsTheFieldsBehindIt() {
        // When
        ProcessTable.Row row = ProcessTable.parse(
                7, "7 (a) b (c) T 1 5 6 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 4711 2000 1 18446744073709551615\n");

        // Then
        assertThat(row).isEqualTo(new ProcessTable.Row(7, 1, 5, 6, 'T', 4711));
        assertThat(ProcessTable.parse(7, "7 (cut) S 1")).isNull();
        assertThat(ProcessTable.parse(7, "")).isNull();
    }

    @Test
    void lives_sameNumberOtherStart_isAnotherProcess() {
        // Given
        ProcessIdentity self =
                ProcessTable.identityOf(ProcessHandle.current().pid()).orElseThrow();

        // When, then
        assertThat(self.bootId()).hasSize(36);
        assertThat(ProcessTable.lives(self)).isTrue();
        assertThat(ProcessTable.lives(new ProcessIdentity(self.pid(), self.startTicks() + 1, self.bootId())))
                .isFalse();
        assertThat(ProcessTable.group(new ProcessIdentity(self.pid(), self.startTicks(), "another boot")))
                .isEmpty();
    }
}
