package dev.blackstart.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Node;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Providers;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.tolerance.Tolerance;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToleranceCheckIT {
    /** The original takes every process for a yes; here its status decides. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"path\": \"sh\", \"arguments\": {\"-c\": \"test $2 = 7\", \"sh\": null}}       | 7 | true",
                "{\"path\": \"sh\", \"arguments\": {\"-c\": \"test $2 = 7\", \"sh\": null}}       | 8 | false",
                "{\"path\": \"true\", \"arguments\": []}                                          | 7 | true",
                "{\"path\": \"sleep\", \"arguments\": \"5\", \"timeout\": 0.1}                    | 7 | false",
            })
    void judge_byAProcess_isItsStatus(String provider, long value, boolean met) {
        // Given
        RunClock clock = new RunClock();
        Providers providers = new Providers(FunctionRegistry.of(List.of()), Surroundings.inherited());
        ArmContext arm = ArmContext.plain(providers, clock, new RecordingSink(clock));
        Node.Mapping probe = (Node.Mapping) Documents.parse(
                "x.json",
                "{\"type\": \"probe\", \"name\": \"p\", \"provider\": {\"type\": \"process\", " + provider.substring(1)
                        + "}",
                Format.JSON);
        ToleranceCheck check =
                new ToleranceCheck(arm, new Configuration(Map.of(), Map.of(), List.of()), new Cancellation());

        // When / Then
        assertThat(check.judge(new Tolerance.Probe(probe.at(), probe), value).met())
                .isEqualTo(met);
    }
}
