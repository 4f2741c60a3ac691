package dev.blackstart.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Experiment;
import dev.blackstart.experiment.ExperimentReader;
import dev.blackstart.experiment.Overrides;
import dev.blackstart.provider.FunctionRegistry;
import dev.blackstart.provider.Providers;
import dev.blackstart.provider.Surroundings;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DynamicConfigurationIT {
    @Test
    void resolve_takesWhatProbesPrint_andLeavesOutThoseThatFail() {
        // Given
        Experiment experiment = ExperimentReader.read(
                        Documents.parse("x.json", """
                                {"title": "t", "description": "d", "method": [], "configuration": {
                                  "first": 1,
                                  "second": {"type": "probe", "name": "s", "provider":
                                    {"type": "process", "path": "echo", "arguments": ["after", "${first}", "${third}"]}},
                                  "broken": {"type": "probe", "name": "b", "provider": {"type": "process", "path": "false"}},
                                  "missing": {"type": "probe", "name": "m", "provider": {"type": "process", "path": "no-such"}},
                                  "third": 3}}""", Format.JSON), Path.of("").toAbsolutePath())
                .orThrow();
        RunClock clock = new RunClock();
        Providers providers = new Providers(FunctionRegistry.of(List.of()), Surroundings.inherited());
        DynamicConfiguration dynamic = new DynamicConfiguration(
                ArmContext.plain(providers, clock, new RecordingSink(clock)), new Cancellation());

        // When
        Configuration configuration = Configuration.resolve(experiment, Map.of(), Overrides.NONE, dynamic);

        // Then
        assertThat(configuration.values()).isEqualTo(Map.of("first", 1L, "second", "after 1 ${third}", "third", 3L));
        assertThat(dynamic.leftOut()).containsExactly("broken", "missing");
    }
}
