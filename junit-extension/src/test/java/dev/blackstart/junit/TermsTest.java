package dev.blackstart.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class TermsTest {
    private static final Terms SKIP = with(OnMissing.SKIP);
    private static final Terms FAIL = with(OnMissing.FAIL);

    private static Terms with(OnMissing onMissing) {
        return new Terms(true, 0, onMissing, OnInconclusive.FAIL);
    }

    @Test
    void missing_whereNothingIsSaid_onADevelopersMachine_skips() {
        assertThat(Terms.DEFAULT.missing("no Docker", Map.of()))
                .isInstanceOf(TestAbortedException.class)
                .hasMessage("skipped: no Docker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "false", "FALSE"})
    void missing_whereCiSaysThatItIsNone_skips(String ci) {
        assertThat(Terms.DEFAULT.missing("no Docker", Map.of("CI", ci))).isInstanceOf(TestAbortedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", "woodpecker"})
    void missing_inCi_fails_andSaysThatCiIsWhy(String ci) {
        assertThatThrownBy(() -> Terms.DEFAULT.missing("no Docker", Map.of("CI", ci)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("no Docker (a failure, not skipped, because CI is set)");
    }

    @Test
    void missing_whereTheTestSays_isAsItSays() {
        assertThat(SKIP.missing("no Docker", Map.of("CI", "true"))).isInstanceOf(TestAbortedException.class);
        assertThatThrownBy(() -> FAIL.missing("no Docker", Map.of()))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("no Docker");
    }
}
