package dev.blackstart.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionReaderTest {
    private static final String CALL = """
            call:
              to: sfe
              grpc: pkg.SellerFrontEnd/SelectAd
              request: {auctionConfig: {buyerList: [a]}}
              nested: {request: {in: pkg.In}, response: {out: pkg.Out}}
            """;
    private static final String FULL = """
            name: blackstart
            version: 1
            topology: topologies/auction.yaml
            seed: 7
            workload:
              rate: 40
              timeout: 1s
              degraded-when: {type: jsonpath, path: $.out.isChaff, expect: [true]}
            %s
            degradation:
              title: d
              probes:
              - {type: probe, name: p, tolerance: true, provider: {type: process, path: "true"}}
            alert: {slo: slo/x.yaml, within: 8s, time-scale: 600}
            playbook: playbooks/x.yaml
            recovery: {within: 20s, hold: 5s}
            control: {runs: 1}
            blast-radius: {services: [kv-a], replicas: 1}
            abort-when: []
            """.formatted(CALL.indent(2));

    @Test
    void everything_isRead() {
        // When
        Extension extension = read(FULL).orThrow().extension().orElseThrow();

        // Then
        assertThat(extension.topology()).contains(Path.of("/files/topologies/auction.yaml"));
        assertThat(extension.seed()).isEqualTo(7);
        Extension.Workload workload = extension.workload().orElseThrow();
        assertThat(workload.timeout()).isEqualTo(Duration.ofSeconds(1));
        assertThat(workload.degradedWhen()).isNotNull();
        assertThat(workload.call()).isInstanceOfSatisfying(Extension.Call.Grpc.class, call -> {
            assertThat(call.method()).isEqualTo("pkg.SellerFrontEnd/SelectAd");
            assertThat(call.nestedResponse()).isEqualTo(Map.of("out", "pkg.Out"));
        });
        assertThat(extension.degradation().orElseThrow().probes()).hasSize(1);
        assertThat(extension.alert().orElseThrow().timeScale()).isEqualTo(600);
        assertThat(extension.recovery().orElseThrow().hold()).isEqualTo(Duration.ofSeconds(5));
        assertThat(extension.control().runs()).isEqualTo(1);
        assertThat(extension
                        .blastRadius()
                        .orElseThrow()
                        .replicas()
                        .orElseThrow()
                        .most())
                .isEqualTo(1);
        assertThat(extension.abortWhen()).isEmpty();
    }

    @Test
    void nothingButTheName_isAnExtensionWithoutParts() {
        // When
        Extension extension = read("name: blackstart").orThrow().extension().orElseThrow();

        // Then
        assertThat(extension.topology()).isEmpty();
        assertThat(extension.workload()).isEmpty();
        assertThat(extension.control().runs()).isZero();
    }

    @Test
    void httpCall_isRead() {
        // When
        Extension extension = read(FULL.replace(
                        CALL.indent(2),
                        "  call: {to: 'api:8080', method: POST, path: /v1/x, headers: {a: 1}, body: {k: 1}}\n"))
                .orThrow()
                .extension()
                .orElseThrow();

        // Then
        assertThat(extension.workload().orElseThrow().call())
                .isInstanceOfSatisfying(Extension.Call.Http.class, call -> {
                    assertThat(call.to()).isEqualTo("api");
                    assertThat(call.port()).isEqualTo(8080);
                    assertThat(call.headers()).isEqualTo(Map.of("a", "1"));
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            seed: 7              | seed: x              | seed must be a whole number, not the text 'x'
            seed: 7              | seeed: 7            | unknown member 'seeed'; known: name, version, topology, seed, workload
            rate: 40             | rate: 0             | rate must be a number from 0.001 to 10000, not 0
            timeout: 1s          | timeout: 1          | (did you mean 1s?)
            timeout: 1s          | timeout: 0s         | timeout must be longer than 0
            timeout: 1s          | timeot: 1s          | timeout is missing
            grpc: pkg.SellerFrontEnd/SelectAd | grpc: SelectAd | package.Service/Method
            hold: 5s             | hould: 5s           | (did you mean hold?)
            within: 8s           | within: soon        | 'soon' is not a duration
            time-scale: 600      | time-scale: 0.5     | time-scale must be a number from 1 to 1000000, not 0.5
            runs: 1              | runs: 2             | runs must be a whole number from 0 to 1, not 2
            version: 1           | version: 2          | written for version 2 of the blackstart extension
            tolerance: true,     | x: 1,               | must have a tolerance
            topology: topologies/auction.yaml | x-y: 1  | unknown member 'x-y'
            """)
    void mistake_isAProblemThatSaysWhatWouldDo(String right, String wrong, String message) {
        assertThat(FULL).contains(right);
        assertThat(read(FULL.replace(right, wrong)).problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains(message));
    }

    @Test
    void degradationWithoutProbes_isAProblem() {
        assertThat(read("name: blackstart\ndegradation: {title: d, probes: []}").problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .contains("extensions[0].degradation.probes: probes must not be empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'blackstart '", "Blackstart", "blackstar", "black-start"})
    void nameThatIsNearlyOurs_isAProblem(String name) {
        assertThat(read("name: " + name).problems())
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("would be ignored (did you mean blackstart?)");
    }

    @Test
    void nameOfAnotherExtension_isIgnored() {
        assertThat(read("name: chaosmesh\nx: 1").problems()).isEmpty();
    }

    @Test
    void abortWhen_isAListOfProbesWithATolerance() {
        // When
        Extension extension = read("name: blackstart\nabort-when: [" + condition("too slow") + ", "
                        + condition("too few") + ", {ref: x, tolerance: true}]")
                .orThrow()
                .extension()
                .orElseThrow();
        // Then
        assertThat(extension.abortWhen()).extracting(Activity::shownName).containsExactly("too slow", "too few", "x");
    }

    @Test
    void vacuity_isInconclusive_unlessTheFileWantsOnlyANote() {
        assertThat(read("name: blackstart").orThrow().extension().orElseThrow().vacuity())
                .isEqualTo(Extension.Vacuity.INCONCLUSIVE);
        assertThat(read("name: blackstart\nvacuity: warn")
                        .orThrow()
                        .extension()
                        .orElseThrow()
                        .vacuity())
                .isEqualTo(Extension.Vacuity.WARN);
        assertThat(read("name: blackstart\nvacuity: wran").problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .contains("extensions[0].vacuity: ", "'wran'; known: inconclusive, warn (did you mean warn?)");
    }

    @Test
    void abortConditionsOfOneName_areAProblem() {
        assertThat(read("name: blackstart\nabort-when: [" + condition("too slow") + ", " + condition("too slow") + "]")
                        .problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .contains("extensions[0].abort-when[1]: two abort conditions are named 'too slow'");
    }

    @Test
    void abortConditionWithoutATolerance_isAProblem() {
        assertThat(read("name: blackstart\nabort-when: ["
                                + condition("too slow").replace("tolerance: true, ", "") + "]")
                        .problems())
                .extracting(Problem::toString)
                .singleElement()
                .asString()
                .contains("extensions[0].abort-when[0].tolerance: ", "must have a tolerance");
    }

    private static String condition(String name) {
        return "{type: probe, name: " + name + ", tolerance: true, provider: {type: process, path: 'true'}}";
    }

    @Test
    void blastRadius_knowsWhereEachOfItsLimitsStands() {
        // When
        BlastRadius radius =
                read("""
                        name: blackstart
                        blast-radius:
                          services: [kv]
                          replicas: 2
                          share: 50%
                          duration: 30s
                          rate: 100
                        """).orThrow().extension().orElseThrow().blastRadius().orElseThrow();
        // Then
        assertThat(radius.services().orElseThrow().most()).containsExactly("kv");
        assertThat(radius.replicas().orElseThrow().most()).isEqualTo(2);
        assertThat(radius.share().orElseThrow().most()).isEqualTo(0.5);
        assertThat(radius.duration().orElseThrow().most()).isEqualTo(Duration.ofSeconds(30));
        assertThat(radius.rate().orElseThrow().most()).isEqualTo(100);
        assertThat(radius.share().orElseThrow().at()).hasToString("e.yaml:10 extensions[0].blast-radius.share");
    }

    @Test
    void everythingWrongInABlastRadius_comesAtOnce() {
        // When
        List<Problem> problems = read("""
                        name: blackstart
                        blast-radius: {services: 2, replicas: 0, share: 50, duration: 0s, rate: many, replica: 1}
                        """).problems();
        // Then
        assertThat(problems)
                .extracting(Problem::toString)
                .satisfiesExactlyInAnyOrder(
                        each -> assertThat(each).contains("blast-radius.services: services must be a list, not 2"),
                        each -> assertThat(each).contains("replicas must be a whole number from 1 to 10000, not 0"),
                        each -> assertThat(each)
                                .contains("share must be a share above 0 and at most 100%, such as 50% or 0.5, not 50"
                                        + " (did you mean 50%?)"),
                        each -> assertThat(each).contains("duration must be longer than 0"),
                        each -> assertThat(each)
                                .contains("rate must be a number from 0.001 to 10000, not the text 'many'"),
                        each -> assertThat(each).contains("unknown member 'replica'", "(did you mean replicas?)"));
    }

    private static ExperimentReader.Reading read(String extension) {
        String text = "title: t\ndescription: d\nmethod: []\nextensions:\n-\n" + extension.indent(2);
        return ExperimentReader.read(Documents.parse("e.yaml", text, Format.YAML), Path.of("/files"));
    }
}
