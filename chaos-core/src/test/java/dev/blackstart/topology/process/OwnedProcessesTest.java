package dev.blackstart.topology.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.topology.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnedProcessesTest {
    // No process has such a number: the kernel's highest is 2^22.
    private static final long LEADER = 10_000_001;
    private static final long ORPHAN = 10_000_002;
    private static final long CHILD = 10_000_003;
    private static final long GRANDCHILD = 10_000_004;
    private static final long STRANGER = 10_000_005;

    private static final ProcessTable.Row STRANGERS = row(STRANGER, 1, STRANGER);

    private final OwnedProcesses owned = new OwnedProcesses("r1", List.of(), Optional.of(Instant.EPOCH));

    private static ProcessTable.Row row(long pid, long parent, long session) {
        return new ProcessTable.Row(pid, parent, session, session, 'S', Long.MAX_VALUE / 1_000);
    }

    private static List<Long> pids(List<ProcessTable.Row> rows) {
        return rows.stream().map(ProcessTable.Row::pid).toList();
    }

    private List<Long> look(Set<Long> marked, ProcessTable.Row... rows) {
        return pids(owned.among(List.of(rows), marked::contains));
    }

    @Test
    void among_markedLeaderThatNobodyNoted_itsSessionIsOurs() {
        // When: the orphan has cleared its environment
        List<Long> found = look(Set.of(LEADER), STRANGERS, row(ORPHAN, 1, LEADER), row(LEADER, 1, LEADER));

        // Then
        assertThat(found).containsExactly(ORPHAN, LEADER);
    }

    @Test
    void among_leaderFoundBeforeIsGone_itsSessionStaysOurs() {
        // Given
        look(Set.of(LEADER), row(LEADER, 1, LEADER));

        // When
        List<Long> found = look(Set.of(), STRANGERS, row(ORPHAN, 1, LEADER));

        // Then
        assertThat(found).containsExactly(ORPHAN);
    }

    @Test
    void among_markedProcessInSomebodyElsesSession_theSessionIsNotOurs() {
        // When: it has not opened its own yet
        List<Long> found = look(Set.of(LEADER), STRANGERS, row(LEADER, 1, STRANGER));

        // Then
        assertThat(found).containsExactly(LEADER);
    }

    @Test
    void among_descendantsInSessionsOfTheirOwn_areOurs() {
        // When: listed before their parents
        List<Long> found = look(
                Set.of(LEADER),
                row(ORPHAN, 1, CHILD),
                row(GRANDCHILD, CHILD, GRANDCHILD),
                row(CHILD, LEADER, CHILD),
                row(LEADER, 1, LEADER),
                STRANGERS);

        // Then
        assertThat(found).containsExactly(ORPHAN, GRANDCHILD, CHILD, LEADER);
    }

    @Test
    void among_descendantFoundBeforeIsOrphaned_staysOurs() {
        // Given
        look(Set.of(LEADER), row(LEADER, 1, LEADER), row(CHILD, LEADER, CHILD));

        // When
        List<Long> found = look(Set.of(), STRANGERS, row(CHILD, 1, CHILD));

        // Then
        assertThat(found).containsExactly(CHILD);
    }

    @Test
    void among_sameNumberAgainAfterItWasGone_isAStranger() {
        // Given
        look(Set.of(LEADER), row(LEADER, 1, LEADER));
        look(Set.of(), STRANGERS);

        // When
        List<Long> found = look(Set.of(), new ProcessTable.Row(LEADER, 1, LEADER, LEADER, 'S', 5));

        // Then
        assertThat(found).isEmpty();
    }

    @Test
    void among_trees_sessionMateThatIsNoDescendant_isNotOurs() {
        // Given: a daemon that an activity has started on purpose
        ProcessTable.Row root = row(LEADER, 1, LEADER);
        ProcessIdentity identity = root.identity();

        // When
        List<Long> found = pids(OwnedProcesses.ofTrees(List.of(identity))
                .among(List.of(root, row(ORPHAN, 1, LEADER), row(CHILD, LEADER, CHILD), STRANGERS), pid -> false));

        // Then
        assertThat(found).containsExactly(LEADER, CHILD);
    }
}
