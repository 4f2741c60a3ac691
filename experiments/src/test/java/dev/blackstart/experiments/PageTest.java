package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whether a page that says something else than the command would be noticed. */
class PageTest {
    private static final String OUTPUT = "ALERT at 1.2 s\nSTEP\n\nHELD: it held.\nexit code 0\n";

    @Test
    void missing_otherFigures_isNothing() {
        assertThat(Page.missing("ALERT at 17.3 s\n…\nHELD: …\n", OUTPUT)).isEmpty();
    }

    @Test
    void missing_otherVerdict_isThatLine() {
        assertThat(Page.missing("ALERT at 1.2 s\nDEVIATED: it held.", OUTPUT)).isEqualTo("DEVIATED: it held.");
    }

    @Test
    void missing_otherOrder_isTheLineThatCameBefore() {
        assertThat(Page.missing("STEP\nALERT at 1.2 s", OUTPUT)).isEqualTo("ALERT at 1.2 s");
    }

    @Test
    void missing_otherExitCode_isNoticed() {
        assertThat(Page.missing("exit code 1", OUTPUT)).isEqualTo("exit code 1");
    }

    @Test
    void missingAsItIs_otherFigures_isThatLine() {
        assertThat(Page.missingAsItIs("ALERT at 17.3 s", OUTPUT)).isEqualTo("ALERT at 17.3 s");
    }
}
