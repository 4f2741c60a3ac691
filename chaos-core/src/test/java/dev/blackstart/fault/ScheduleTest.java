package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What a file may say of a fault's behaviour in time. */
class ScheduleTest {
    static final List<Map.Entry<Object, String>> WRONG = List.of(
            Map.entry("often", "schedule must be steady, {\"pulse\""),
            Map.entry(Map.of("puls", Map.of()), "schedule must be steady"),
            Map.entry(Map.of("pulse", Map.of("on", "2s")), "schedule.pulse.off must be a duration"),
            Map.entry(Map.of("pulse", Map.of("on", "2s", "off", 3)), "schedule.pulse.off must be a duration"),
            Map.entry(Map.of("pulse", Map.of("on", "2s", "off", "3 sec")), "schedule.pulse.off: "),
            Map.entry(Map.of("pulse", Map.of("on", "1ms", "off", "3s")), "at least 100ms: 1ms"),
            Map.entry(Map.of("pulse", Map.of("on", "2s", "of", "3s")), "unknown 'of'; known: on, off"),
            Map.entry(Map.of("pulse", Map.of(true, "2s", false, "3s")), "YAML takes a bare off for false"),
            Map.entry(Map.of("ramp", Map.of("over", "1s", "steps", 1)), "from 2 to 100: 1"),
            Map.entry(Map.of("ramp", Map.of("over", "1s", "steps", 2.5)), "a whole number: 2.5"),
            Map.entry(Map.of("ramp", Map.of("over", "500ms", "steps", 10)), "so 1s: 500ms"));

    @Test
    void of_whatFilesSay_isRead() {
        assertThat(Schedule.of("steady")).isEqualTo(Schedule.STEADY);
        assertThat(Schedule.of(Map.of("pulse", Map.of("on", "2s", "off", "3s"))))
                .isEqualTo(new Schedule.Pulse(Duration.ofSeconds(2), Duration.ofSeconds(3)));
        assertThat(Schedule.of(Map.of("ramp", Map.of("over", "10s"))))
                .isEqualTo(new Schedule.Ramp(Duration.ofSeconds(10), 10));
    }

    @ParameterizedTest
    @FieldSource("WRONG")
    void of_anythingElse_saysWhatWouldDo(Map.Entry<Object, String> wrong) {
        assertThatThrownBy(() -> Schedule.of(wrong.getKey()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong.getValue());
    }

    @Test
    void until_ofARamp_goesFromNowToItsEnd() {
        Schedule.Ramp ramp = new Schedule.Ramp(Duration.ofSeconds(9), 4);
        assertThat(ramp.until(1)).isZero();
        assertThat(ramp.until(2)).isEqualTo(Duration.ofSeconds(3));
        assertThat(ramp.until(4)).isEqualTo(Duration.ofSeconds(9));
    }
}
