package dev.blackstart.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterruptionsTest {
    private final Interruptions interruptions = new Interruptions();

    @Test
    void ofARun_hangup_isListenedTo() {
        assertThat(Signals.OF_A_RUN).contains("HUP");
    }

    @Test
    void interrupt_twice_abandons() {
        // When
        interruptions.interrupt("SIGINT");
        interruptions.interrupt("SIGINT");

        // Then
        assertThat(interruptions.abandon()).isTrue();
    }

    @Test
    void interrupt_hangupTwice_isOneInterruption() {
        // When
        interruptions.interrupt("SIGHUP");
        interruptions.interrupt("SIGHUP");

        // Then
        assertThat(interruptions.current().reason()).isEqualTo("SIGHUP");
        assertThat(interruptions.abandon()).isFalse();
    }
}
