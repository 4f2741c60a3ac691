package dev.blackstart.fault.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockTest {
    @Test
    void offsetThatWholeSecondsCannotShow_isRefused() {
        assertThatThrownBy(() -> new Clock(Duration.ofMillis(4_999), Clock.Way.AHEAD))
                .hasMessage("offset must be from 5s to 10 years: 4.999s");
    }

    /** A Date is cut to whole seconds: what is 5 s ahead is seen between 4 and 5 s ahead. */
    @ParameterizedTest
    @CsvSource({"AHEAD, 4.0, true", "AHEAD, 5.0, true", "AHEAD, 3.0, false", "AHEAD, -0.5, false", "AHEAD, 6.0, false"})
    void offsetThatIsSeen_isTakenForTheOneThatWasAsked_whereItIsThat(Clock.Way way, double seen, boolean isAsAsked) {
        assertThat(ClockDriver.isOffAsAsked(new Clock(Duration.ofSeconds(5), way), seen))
                .isEqualTo(isAsAsked);
    }

    @ParameterizedTest
    @CsvSource({"-6.0, true", "-5.0, true", "-0.5, false", "5.0, false", "-7.0, false"})
    void clockThatIsBehind_isSeenBehind(double seen, boolean isAsAsked) {
        assertThat(ClockDriver.isOffAsAsked(new Clock(Duration.ofSeconds(5), Clock.Way.BEHIND), seen))
                .isEqualTo(isAsAsked);
    }
}
