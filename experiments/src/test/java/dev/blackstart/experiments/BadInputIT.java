package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.report.Outcome;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.report.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in the files is told before anything is started; what goes wrong in a run leaves nothing behind. */
class BadInputIT {
    @TempDir
    private Path folder = Path.of("");

    private Command.Ended run(String... arguments) throws IOException {
        Command.Ended ended = new Command(folder).run(arguments);
        assertThat(Leftovers.of(folder, ended.entries())).as(ended.output()).isEmpty();
        assertThat(ended.output())
                .doesNotContain("\tat ")
                .doesNotContain("Exception in thread")
                .doesNotContainPattern("(java|dev)\\.[a-z.]+Exception");
        return ended;
    }

    private Command.Ended run(Variant variant) throws IOException {
        return run("run", variant.in(folder).toString());
    }

    private void assertRefused(Command.Ended ended, String... messages) {
        assertThat(ended.output()).contains(messages);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.entries()).as("nothing was started").isEmpty();
    }

    private static void assertVerdict(Command.Ended ended, Verdict verdict, String... reasons) {
        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(outcome.verdict()).as(ended.output()).isEqualTo(verdict);
        for (String reason : reasons) {
            assertThat(outcome.reason()).contains(reason);
        }
        assertThat(ended.status()).isEqualTo(verdict.exitCode());
        assertThat(ended.output())
                .contains(verdict + ": " + outcome.reason().lines().findFirst().orElse(""));
    }

    @Test
    void file_missing_isNamed() throws IOException {
        assertRefused(run("run", "nowhere.json"), "nowhere.json: there is no file of this name");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "broken.json | {\"title\": \"x\", | broken.json:1: is not JSON",
                "broken.yaml | title: [a, | broken.yaml:1: is not YAML",
            })
    void file_broken_isToldWithItsLine(String name, String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);

        assertRefused(run("run", file.toString()), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "method.0.provider.func | latancy | method[0].provider.func: unknown 'latancy' | did you mean latency?",
                "method.0.provider.arguments.latncy | 1s | arguments.latncy: unknown argument | did you mean latency?",
                "method.0.provider.arguments.on | kv-x->kv-a | unknown service 'kv-x' | did you mean kv-a?",
                "method.0.provider.arguments.on | bfe-b->kv-a | no link 'bfe-b->kv-a' | known: bfe-a->kv-a",
                "method.0.provider.arguments.on | bfe-a#2->kv-a | #2 | replicas #1 to #1",
                "extensions.0.workload.call.to | sfx | unknown service 'sfx' | did you mean sfe?",
                "extensions.0.topolgy | x | unknown member 'topolgy' | did you mean topology?",
                "extensions.0.playbook | nowhere.yaml | nowhere.yaml | there is no file of this name",
                "extensions.0.recovery.within | 10 parsecs | '10 parsecs' is not a duration | such as 250ms",
                "extensions.0.version | 99 | 99 | newer",
            })
    void name_unknown_isToldWithWhatWouldDo(String path, String value, String message, String help) throws IOException {
        Object given = value.equals("99") ? Integer.valueOf(99) : value;

        assertRefused(run(Variant.of("kv-brownout.json").with(path, given)), message, help);
    }

    @Test
    void problems_several_areToldAtOnceWithTheirLines() throws IOException {
        Variant variant = Variant.of("kv-brownout.json")
                .extension("topolgy", "x")
                .extension("recovery.within", "soon")
                .with("method.0.provider.func", "latancy");

        Command.Ended ended = run(variant);

        assertRefused(ended, "topolgy", "'soon' is not a duration", "latancy");
        assertThat(ended.output()).containsPattern("experiment\\.json:\\d+ method\\[0\\]\\.provider\\.func");
    }

    @Test
    void degradation_withoutProbes_isRefused() throws IOException {
        assertRefused(
                run(Variant.of("kv-brownout.json").extension("degradation.probes", List.of())),
                "degradation.probes",
                "must not be empty");
    }

    @Test
    void link_thatNoServiceDeclares_isRefusedInAPlaybook() throws IOException {
        Path playbook = Files.writeString(folder.resolve("playbook.yaml"), """
                alert: winner-rate-burns
                severity: high
                overview: Points the wrong buyer at the standby.
                steps:
                  - type: action
                    name: point bfe-b at the standby
                    within: 5s
                    provider:
                      type: python
                      module: blackstart.mitigation
                      func: redeploy
                      arguments: {service: bfe-b, environment: {BUYER_TKV_V2_SERVER_ADDR: "kv-a-standby:50051"}}
                """);

        assertRefused(
                run(Variant.of("kv-brownout.json").extension("playbook", playbook.toString())),
                "kv-a-standby:50051",
                "bfe-b");
    }

    @Test
    void playbook_thatTakesTheFaultAway_isRefused() throws IOException {
        Path playbook = Files.writeString(folder.resolve("playbook.yaml"), """
                alert: winner-rate-burns
                severity: high
                overview: Takes the trouble away where it came from.
                steps:
                  - type: action
                    name: revert
                    within: 5s
                    provider: {type: python, module: blackstart.fault, func: revert, arguments: {id: slow}}
                """);

        assertRefused(
                run(Variant.of("kv-brownout.json")
                        .with("method.0.provider.arguments.id", "slow")
                        .extension("playbook", playbook.toString())),
                "must not touch the fault itself");
    }

    @Test
    void service_thatDiesAtStart_isToldWithItsLastWords() throws IOException {
        Path topology = Files.writeString(folder.resolve("topology.yaml"), """
                services:
                  shop:
                    x-blackstart:
                      process: sh -c 'echo my configuration is missing >&2; exit 7'
                      ready: tcp:8080
                """);

        Command.Ended ended = run(small(topology));

        assertVerdict(ended, Verdict.INCONCLUSIVE, "shop", "7");
        assertThat(ended.output()).contains("my configuration is missing");
    }

    @Test
    void port_takenBySomebodyElse_isTold() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path topology = Files.writeString(folder.resolve("topology.yaml"), """
                    services:
                      kv:
                        x-blackstart:
                          process: %s --role kv --port %d
                          ready: grpc:50051
                    """.formatted(
                            Path.of("../fixtures/pa-fixture").toAbsolutePath().normalize(), taken.getLocalPort()));

            Command.Ended ended = run(small(topology));

            assertVerdict(ended, Verdict.INCONCLUSIVE, "kv");
            assertThat(ended.output()).contains(Integer.toString(taken.getLocalPort()));
        }
    }

    /** An experiment on another topology that only looks whether it is there. */
    private static Variant small(Path topology) {
        return Variant.of("kv-brownout.json")
                .extension("topology", topology.toString())
                .withoutExtension("workload")
                .withoutExtension("degradation")
                .withoutExtension("alert")
                .withoutExtension("playbook")
                .withoutExtension("recovery")
                .withoutExtension("control")
                .withoutExtension("blast-radius")
                .with("method", List.of())
                .with("steady-state-hypothesis.probes", List.of());
    }

    @Test
    void probe_thatThrows_isInconclusiveAndNamed() throws IOException {
        Variant variant = Variant.of("kv-brownout.json")
                .hasty()
                .withoutExtension("control")
                .with(
                        "extensions.0.degradation.probes.0.provider",
                        Map.of("type", "http", "url", "http://127.0.0.1:1/nobody", "timeout", 1));

        assertVerdict(run(variant), Verdict.INCONCLUSIVE, "During the fault", "no auction fails");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"exit 9 | 9", "exec sleep 60 | longer than"})
    void step_failsOrTakesTooLong_theSystemDoesNotRecoverAndTheStepIsNamed(String script, String why)
            throws IOException {
        Path playbook = Files.writeString(folder.resolve("playbook.yaml"), """
                alert: winner-rate-burns
                severity: high
                overview: Asks a program for help.
                steps:
                  - type: action
                    name: ask for help
                    within: 2s
                    provider: {type: process, path: sh, arguments: ["-c", "%s"]}
                """.formatted(script));
        Variant variant = Variant.of("kv-brownout.json")
                .hasty()
                .extension("playbook", playbook.toString())
                .extension("control.runs", 0);

        assertVerdict(run(variant), Verdict.DEVIATED, "ask for help", why);
    }

    @Test
    void fault_tooShortToHaveAnEffect_isInconclusive() throws IOException {
        Variant variant = Variant.of("kv-brownout.json")
                .hasty()
                .fault("latency", Map.of("on", "bfe-a->kv-a", "latency", "2s", "duration", "50ms"));

        assertVerdict(run(variant), Verdict.INCONCLUSIVE, "blackstart.fault.latency on bfe-a#1->kv-a#1:50051");
    }

    @Test
    void fault_onALinkWithoutTraffic_isInconclusive() throws IOException {
        Variant variant = Variant.of("kv-brownout.json")
                .hasty()
                .extension("blast-radius.services", List.of("kv-a-standby"))
                .fault("latency", Map.of("on", "bfe-a->kv-a-standby", "latency", "2s"));

        assertVerdict(run(variant), Verdict.INCONCLUSIVE, "bfe-a#1->kv-a-standby#1:50051", "no traffic");
    }
}
