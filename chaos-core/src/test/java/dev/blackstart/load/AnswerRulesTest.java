package dev.blackstart.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Json;
import dev.blackstart.document.Location;
import dev.blackstart.document.Node;
import dev.blackstart.experiment.Extension;
import dev.blackstart.tolerance.Tolerance;
import dev.blackstart.tolerance.ToleranceReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerRulesTest {
    private static final Location AT = new Location("experiment.json", 1, 1, "");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type": "jsonpath", "path": "$.a.isChaff", "expect": [true]}                     | DEGRADED
            {"type": "jsonpath", "path": "$.a.isChaff", "expect": [false]}                    | FULL
            {"type": "jsonpath", "path": "$.a.isChaff", "expect": [true], "target": "body"}   | DEGRADED
            {"type": "jsonpath", "path": "$.body.a", "count": 1}                              | FULL
            {"type": "range", "range": [200, 299], "target": "status"}                        | DEGRADED
            {"type": "range", "range": [300, 399], "target": "status"}                        | FULL
            200                                                                               | DEGRADED
            204                                                                               | FULL
            """)
    void of_aPathLooksAtTheBody_aStatusAtTheAnswer(String degradedWhen, Outcome outcome) {
        // Given
        Tolerance tolerance = ToleranceReader.read(Node.of(AT, Json.parse(degradedWhen)), new ArrayList<>())
                .orElseThrow();
        var call = new Extension.Call.Http(AT, "api", 80, "GET", "/", Map.of(), null);
        AnswerRules rules = AnswerRules.of(new Extension.Workload(AT, 1, Duration.ofSeconds(1), call, tolerance, null));
        Map<String, Object> body = Map.of("a", Map.of("isChaff", true));

        // When
        Outcome found = rules.judge(new AnswerView(body, Map.of("status", 200L, "headers", Map.of(), "body", body)));

        // Then
        assertThat(found).isEqualTo(outcome);
    }
}
