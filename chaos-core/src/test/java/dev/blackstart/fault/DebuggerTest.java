package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Location;
import dev.blackstart.experiment.BlastRadius;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DebuggerTest {
    private static final Location LOCATION =
            new Location("blackstart.yaml", 5, 12, "environments.staging.lease.longest");

    private static BlastRadius.Limit<Duration> longest(Duration most) {
        return new BlastRadius.Limit<>(most, LOCATION);
    }

    @Test
    void cutShort_leaseThatEndsDuringABreakpoint_warns_andSaysWhere() {
        assertThat(Debugger.cutShort(longest(Duration.ofMinutes(1))).orElseThrow())
                .contains("at most 1m here (" + LOCATION + ")", "30m");
        assertThat(Debugger.cutShort(longest(Duration.ofMinutes(30)))).isEmpty();
    }
}
