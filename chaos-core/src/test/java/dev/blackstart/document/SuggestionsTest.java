package dev.blackstart.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> KNOWN = List.of("latency", "bandwidth", "blast-radius", "pause");

    @ParameterizedTest
    @CsvSource({
        "latancy, latency",
        "latecny, latency",
        "Latency, latency",
        "blast_radius, blast-radius",
        "puase, pause",
        "bandwith, bandwidth"
    })
    void nearest_slip_findsWhatWasMeant(String wrong, String meant) {
        assertThat(Suggestions.nearest(wrong, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"crash", "x", "toxiproxy"})
    void nearest_somethingElse_isEmpty(String wrong) {
        assertThat(Suggestions.nearest(wrong, KNOWN)).isEmpty();
    }
}
