package dev.blackstart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.heal.Heal;
import dev.blackstart.ledger.Ledgers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What heal says of what it did, and whether something is left. */
class HealCommandTest {
    private final StringWriter out = new StringWriter();

    private static Heal.Found found(Ledgers.State state) {
        return new Heal.Found("r1", state, Optional.empty(), Optional.empty(), List.of("something"));
    }

    private int tell(List<Heal.Healed> healed, Heal.Found... found) {
        return HealCommand.tell(new PrintWriter(out, true), healed, List.of(found));
    }

    @ParameterizedTest
    @EnumSource
    void runThatWasNotHealed_isLeft_unlessItLives(Ledgers.State state) {
        // When
        int left = tell(List.of(), found(state));
        // Then
        assertThat(left).isEqualTo(state == Ledgers.State.ALIVE ? 0 : 1);
        assertThat(out.toString()).contains(left == 0 ? "Nothing to heal" : "r1  NOT done: ");
    }

    @Test
    void ledgerThatCannotBeRead_saysWhy() {
        // When
        tell(List.of(), found(Ledgers.State.UNREADABLE));
        // Then
        assertThat(out.toString()).contains("NOT done: something");
    }

    @Test
    void runThatFailed_isToldOnce_andCounts() {
        // Given
        Heal.Healed failed = new Heal.Healed("r1", Path.of("/runs/r1"), List.of(), List.of(), List.of("a step"));
        // When
        int left = tell(List.of(failed), found(Ledgers.State.DEAD));
        // Then
        assertThat(left).isPositive();
        assertThat(out.toString()).contains("r1  /runs/r1", "NOT done: a step").doesNotContain("heal again");
    }
}
