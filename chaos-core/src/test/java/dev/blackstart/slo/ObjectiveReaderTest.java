package dev.blackstart.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectiveReaderTest {
    private static final Path FILE = Path.of("..", "experiments", "slo", "winner-rate.yaml");

    private final List<Problem> problems = new ArrayList<>();

    private Optional<Objective> read(String text) {
        return ObjectiveReader.read(Documents.parse("slo.yaml", text, Format.YAML), Path.of("slo.yaml"), problems);
    }

    private static String winnerRate() throws IOException {
        return Files.readString(FILE);
    }

    @Test
    void read_ofTheWinnerRate_isTheObjectiveAsOperatorsWroteIt() {
        // When
        Objective objective = ObjectiveReader.read(FILE, "slo/winner-rate.yaml");

        // Then
        assertThat(objective)
                .isEqualTo(new Objective(
                        FILE,
                        "winner-rate",
                        0.99,
                        Objective.Count.FULL,
                        null,
                        new Objective.BurnRateAlert(
                                "winner-rate-burns",
                                14.4,
                                Duration.ofHours(1),
                                Duration.ofMinutes(5),
                                "page",
                                Duration.ZERO)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            count: full          | count: ful             | slo.yaml:20 spec.indicator.spec.ratioMetric.good.metricSource.spec.count: unknown count 'ful'; known: full, success, fast (did you mean full?)
            count: full          | count: fast            | within is missing: how fast is fast, such as 250ms
            target: 0.99         | target: 99             | spec.objectives[0].target: target must be a number from
            target: 0.99         | taget: 0.99            | unknown member 'taget'
            threshold: 14.4      | treshold: 14.4         | (did you mean threshold?)
            lookbackWindow: 1h   | lookbackWindow: 90s    | '90s' is no duration of OpenSLO
            short-window: 5m     | short-window: 2h       | the short window must not be longer than lookbackWindow, 1h
            kind: burnrate       | kind: burnrat          | (did you mean burnrate?)
            budgetingMethod: Occurrences | budgetingMethod: Timeslices | Timeslices cannot be evaluated yet
            openslo/v1           | openslo/v2             | unknown apiVersion 'openslo/v2'; known: openslo/v1
            severity: page       | {}                     | severity is missing
            ratioMetric:         | thresholdMetric:       | only a ratioMetric can be evaluated
            """)
    void read_ofAWrongFile_saysWhereAndWhatWouldDo(String right, String wrong, String expected) throws IOException {
        // Given
        String text = winnerRate();
        assertThat(text).contains(right);

        // When
        Optional<Objective> objective = read(text.replace(right, wrong.equals("{}") ? "" : wrong));

        // Then
        assertThat(objective).isEmpty();
        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem.toString()).contains(expected));
    }

    @Test
    void read_ofAFileWithSeveralMistakes_findsThemAll() throws IOException {
        // Given
        String text = winnerRate()
                .replace("target: 0.99", "target: 2")
                .replace("severity: page", "severty: page")
                .replace("count: all", "count: al");

        // When
        Optional<Objective> objective = read(text);

        // Then
        assertThat(objective).isEmpty();
        assertThat(problems)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(problem -> assertThat(problem.at().line()).isPositive());
    }

    @Test
    void read_withoutAShortWindow_takesATwelfthOfTheLongOne() throws IOException {
        // Given
        String text = winnerRate()
                .replace("lookbackWindow: 1h", "lookbackWindow: 6h")
                .replace("blackstart.dev/short-window: 5m", "team: ads");

        // When
        Optional<Objective> objective = read(text);

        // Then
        assertThat(problems).isEmpty();
        assertThat(objective.orElseThrow().alert().shortWindow()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void read_ofAnEmptyMapping_isProblemsAndNoCrash() {
        assertThat(read("{}")).isEmpty();
        assertThat(problems).isNotEmpty();
    }
}
