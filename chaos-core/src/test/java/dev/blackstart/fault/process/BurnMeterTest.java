package dev.blackstart.fault.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurnMeterTest {
    /** In one second, on a machine of four. */
    @ParameterizedTest
    @CsvSource({
        "2000, 2000, 2000, 2.0", // they got all that they wanted
        "1300, 2000, 0, 2.0", // others ran instead, and felt them
        "670, 2000, 3000, 0.67", // all on one processor, the others idle
        "670, 2000, 1000, 1.0",
        "0, 0, 4000, 0.0"
    })
    void busySince_countsWaitingOnlyWhereNothingIsIdle(long used, long wanted, long idle, double busy) {
        // Given
        BurnMeter.Look before =
                new BurnMeter.Look(5, Duration.ofSeconds(7), Duration.ofSeconds(8), Duration.ofSeconds(9));
        BurnMeter.Look now = new BurnMeter.Look(
                1_000_000_005,
                Duration.ofSeconds(7).plusMillis(used),
                Duration.ofSeconds(8).plusMillis(wanted),
                Duration.ofSeconds(9).plusMillis(idle));
        // When / Then
        assertThat(now.busySince(before)).isEqualTo(busy, within(1e-9));
    }
}
