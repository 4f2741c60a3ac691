package dev.blackstart.fault.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.fault.Capability;
import dev.blackstart.fault.Host;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ReplicaRef;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What faults on replicas take from the host: whether they can be, and when their waits end. */
@Timeout(10)
final class ReplicaFaultTest {
    private static final ReplicaRef REPLICA = new ReplicaRef("a", 1);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Cancellation cancellation = new Cancellation();
    private final Host bare = new Host(new RunClock(), cancellation, Set.of());
    private final Host able = new Host(new RunClock(), cancellation, Set.of(Host.Ability.PROCESS_TABLE));

    @Test
    void check_machineWithoutProcessTable_saysSoAndWhatWouldHelp() {
        assertThat(new PauseDriver().check(new Pause(), REPLICA, bare))
                .isEqualTo(new Capability.Unavailable("there is no /proc on this machine", "run it on Linux"));
        assertThat(new CrashDriver().check(new Crash(), REPLICA, bare)).isInstanceOf(Capability.Unavailable.class);
        assertThat(new StopDriver().check(new Stop(Duration.ZERO), REPLICA, bare))
                .isInstanceOf(Capability.Unavailable.class);
        assertThat(new PauseDriver().check(new Pause(), REPLICA, able)).isInstanceOf(Capability.Available.class);
    }

    @Test
    void await_runIsInterruptedMeanwhile_endsTheWait() {
        // Given: what is waited for never comes, and the second look interrupts the run
        int[] looks = {0};
        // When / Then
        assertThatThrownBy(() -> ReplicaFault.await(
                        () -> {
                            if (++looks[0] == 2) {
                                cancellation.cancel("SIGINT");
                            }
                            return false;
                        },
                        LONG,
                        able))
                .isInstanceOf(Cancelled.class)
                .hasMessage("SIGINT");
    }
}
