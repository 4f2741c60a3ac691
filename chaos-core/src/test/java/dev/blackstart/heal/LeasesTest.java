package dev.blackstart.heal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Undo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeasesTest {
    private static final Optional<Duration> NONE = Optional.empty();

    // A monotonic clock may begin anywhere, also below zero, and run over.
    private final long start = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();
    private final Leases leases = new Leases(start);

    private static IntendedFault fault(String id, Optional<Duration> planned, Optional<Duration> lease) {
        return new IntendedFault(
                id, "a#1", "a", "k", planned, lease, Optional.of(false), new Undo(1, "blackstart.fault.x", List.of()));
    }

    private long after(double seconds) {
        return start + (long) (seconds * 1e9);
    }

    @Test
    void lapsed_plannedFault_whenItsLeaseIsOver_whateverTheRunnerSays() {
        // Given
        IntendedFault planned = fault("f1", Optional.of(Duration.ofSeconds(5)), Optional.of(Duration.ofSeconds(10)));
        leases.pending(List.of(planned), after(1));

        // When
        leases.heard(after(15));

        // Then
        assertThat(leases.lapsed(after(20.9))).isEmpty();
        assertThat(leases.lapsed(after(21.1))).containsExactly(planned);
    }

    @Test
    void lapsed_faultWithoutEnd_isRenewedByEachSign() {
        // Given
        IntendedFault endless = fault("f1", NONE, Optional.of(Duration.ofSeconds(10)));
        leases.pending(List.of(endless), start);

        // When
        leases.heard(after(8));

        // Then
        assertThat(leases.lapsed(after(17.9))).isEmpty();
        assertThat(leases.lapsed(after(18.1))).containsExactly(endless);
    }

    @Test
    void lapsed_leaseShorterThanTheTimeBetweenTwoSigns_lastsUntilTheRunnerIsSilent() {
        // Given
        leases.pending(List.of(fault("f1", NONE, Optional.of(Duration.ofMillis(100)))), start);

        // When, then
        assertThat(leases.lapsed(after(2.9))).isEmpty();
        assertThat(leases.isSilent(after(2.9))).isFalse();
        assertThat(leases.lapsed(after(3.1))).hasSize(1);
        assertThat(leases.isSilent(after(3.1))).isTrue();
    }

    @Test
    void lapsed_severalFaults_lastInjectedFirst_withoutThoseThatAreTakenBack() {
        // Given
        IntendedFault first = fault("f1", NONE, NONE);
        IntendedFault second = fault("f2", NONE, NONE);
        IntendedFault third = fault("f3", NONE, NONE);
        leases.pending(List.of(first, second, third), start);

        // When
        leases.pending(List.of(first, third), after(30));

        // Then
        assertThat(leases.lapsed(after(61))).containsExactly(third, first);
    }

    @Test
    void of_withADebugger_isHalfAnHourAtLeast() {
        assertThat(Leases.of(NONE, false)).isEqualTo(Duration.ofSeconds(60));
        assertThat(Leases.of(Optional.of(Duration.ofSeconds(5)), false)).isEqualTo(Duration.ofSeconds(5));
        assertThat(Leases.of(Optional.of(Duration.ofSeconds(5)), true)).isEqualTo(Duration.ofMinutes(30));
        assertThat(Leases.of(Optional.of(Duration.ofHours(1)), true)).isEqualTo(Duration.ofHours(1));
    }
}
