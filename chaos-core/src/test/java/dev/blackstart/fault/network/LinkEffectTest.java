package dev.blackstart.fault.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.exchange.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A server that answers with an error answers: another fault may be what it is about. */
class LinkEffectTest {
    private static final Duration NORMAL = Duration.ofMillis(5);

    private static Answer error(long took) {
        return new Answer(Instant.EPOCH, Duration.ofMillis(took), true, false, "500", "");
    }

    private static Answer none(long took) {
        return new Answer(Instant.EPOCH, Duration.ofMillis(took), false, false, "connection refused", "");
    }

    @Test
    void delay_isToldByWhenAnAnswerComes() {
        LinkEffect delay = new DelayEffect(Latency.latency(Duration.ofMillis(200)));
        assertThat(delay.shows(error(210), NORMAL)).isTrue();
        assertThat(delay.shows(error(6), NORMAL)).isFalse();
        assertThat(delay.shows(none(210), NORMAL)).isFalse();
        assertThat(delay.lingers(error(6), NORMAL)).isFalse();
        assertThat(delay.lingers(error(210), NORMAL)).isTrue();
    }

    @Test
    void refusal_isToldByNoAnswerAtAll() {
        LinkEffect refused = new RefusedEffect();
        assertThat(refused.shows(none(1), NORMAL)).isTrue();
        assertThat(refused.shows(error(1), NORMAL)).isFalse();
        assertThat(refused.lingers(error(1), NORMAL)).isFalse();
    }
}
