package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.process.ProcessTable;
import org.junit.jupiter.api.Test;

final class UndoExecutorIT {
    @Test
    void endGroup_helperWithAChild_endsBoth_andThenFindsNothing() throws Exception {
        // Given
        Process helper = new ProcessBuilder("setsid", "sh", "-c", "sleep 300 & echo ready; wait").start();
        assertThat(helper.inputReader().readLine()).isEqualTo("ready");
        ProcessIdentity group = ProcessTable.identityOf(helper.pid()).orElseThrow();
        UndoStep step = new UndoStep.EndGroup(group);
        // When
        UndoResult first = UndoExecutor.carryOut(step);
        UndoResult second = UndoExecutor.carryOut(step);
        // Then
        assertThat(first).isEqualTo(UndoResult.REVERTED);
        assertThat(second).isEqualTo(UndoResult.GONE);
        assertThat(ProcessTable.group(group)).isEmpty();
    }
}
