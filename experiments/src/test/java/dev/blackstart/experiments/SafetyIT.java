package dev.blackstart.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.document.Json;
import dev.blackstart.journal.Entry;
import dev.blackstart.journal.Event;
import dev.blackstart.report.Outcome;
import dev.blackstart.report.OutcomeFold;
import dev.blackstart.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps a run from going too far: abort conditions, and the blast radius. */
class SafetyIT {
    @TempDir
    private Path folder = Path.of("");

    private static Map<String, Object> condition(double atMost) {
        return Map.of(
                "type",
                "probe",
                "name",
                "hardly anybody wins",
                "tolerance",
                Map.of("type", "range", "range", List.of(0, atMost)),
                "provider",
                Map.of(
                        "type",
                        "python",
                        "module",
                        "blackstart.sli",
                        "func",
                        "full_ratio",
                        "arguments",
                        Map.of("window", "1s")));
    }

    private static Instant first(Class<? extends Event> type, List<Entry> entries) {
        return entries.stream()
                .filter(entry -> type.isInstance(entry.event()))
                .map(Entry::at)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void abortConditionThatIsMet_stopsTheRunAndRevertsItsFaultsWithinFiveSeconds() throws IOException {
        Command command = new Command(folder);
        Variant variant = Variant.of("kv-brownout.json")
                .hasty()
                .with("steady-state-hypothesis.probes.0.tolerance.range", List.of(0.5, 1.0))
                .extension("abort-when", List.of(condition(0.6)));

        Command.Ended ended = command.run("run", variant.in(folder).toString());

        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(outcome.verdict()).as(ended.output()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason()).startsWith("The run was aborted: 'hardly anybody wins' gave 0.");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.output())
                .contains("  ABORT      hardly anybody wins gave 0.")
                .contains(outcome.reason());
        List<Entry> entries = ended.entries();
        Instant injected = first(Event.FaultInjected.class, entries);
        assertThat(entries)
                .as("it was looked at before the fault")
                .anyMatch(entry -> entry.event() instanceof Event.AbortChecked checked
                        && checked.unclear() == null
                        && entry.at().isBefore(injected));
        Instant met = entries.stream()
                .filter(entry -> entry.event() instanceof Event.AbortChecked)
                .map(Entry::at)
                .max(Instant::compareTo)
                .orElseThrow();
        assertThat(Duration.between(met, first(Event.FaultReverted.class, entries)))
                .isLessThan(Duration.ofSeconds(5));
        assertThat(Duration.between(met, entries.get(entries.size() - 1).at())).isLessThan(Duration.ofSeconds(5));
        assertThat(Leftovers.of(folder, entries)).isEmpty();
        assertThat(Json.parse(Files.readString(command.work().resolve("journal.json"))))
                .isInstanceOfSatisfying(
                        Map.class, journal -> assertThat(journal.get("status")).isEqualTo("interrupted"));
    }

    @Test
    void abortConditionThatIsMetFromTheBeginning_letsNoFaultIn() throws IOException {
        Command command = new Command(folder);
        Variant variant = Variant.of("kv-brownout.json").hasty().extension("abort-when", List.of(condition(1)));

        Command.Ended ended = command.run("run", variant.in(folder).toString());

        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(outcome.verdict()).as(ended.output()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason())
                .startsWith("An abort condition was already met before any fault: 'hardly anybody wins' gave");
        assertThat(ended.entries()).noneMatch(entry -> entry.event() instanceof Event.FaultPrepared);
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
    }

    /** It answers until there is a fault, and hangs from then on. */
    @Test
    void abortConditionThatHangsUnderTheFault_stopsTheRunWithinSeconds() throws IOException {
        Map<String, Object> condition = Map.of(
                "type",
                "probe",
                "name",
                "the disk is full",
                "tolerance",
                1,
                "provider",
                Map.of(
                        "type",
                        "process",
                        "path",
                        "sh",
                        "arguments",
                        List.of("-c", "if test -e hang; then sleep 60; fi")));
        String experiment = new SmallExperiment()
                .fault("pause", "kv")
                .process("touch", "hang")
                .stay()
                .extension("abort-when", List.of(condition))
                .in(folder);

        Command.Ended ended = new Command(folder).run("run", experiment);

        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(outcome.verdict()).as(ended.output()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason())
                .matches(
                        "The run was stopped: nobody could tell for \\d\\.\\d\\d s whether the abort condition 'the disk is full'"
                                + " was met \\((it took longer than 5 s|its evaluations came to no end)\\)");
        assertThat(ended.status()).isEqualTo(3);
        assertThat(Duration.between(
                        first(Event.FaultInjected.class, ended.entries()),
                        first(Event.FaultReverted.class, ended.entries())))
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(20));
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
    }

    @Test
    void faultBeyondWhatTheEnvironmentAllows_startsNothing() throws IOException {
        Command command = new Command(folder);
        Files.createDirectories(command.work());
        Files.writeString(command.work().resolve("blackstart.yaml"), """
                environments:
                  production:
                    blast-radius: {duration: 30s}
                  laptop: {}
                """);
        Path experiment = Variant.of("kv-brownout.json").in(folder);

        Command.Ended ended = command.run("run", "--environment", "production", experiment.toString());
        Command.Ended planned = command.run("plan", "--environment", "laptop", experiment.toString());

        assertThat(ended.status()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .contains("blackstart.fault.latency stays in force until it is reverted, the blast radius allows 30s")
                .contains("(blackstart.yaml:3 environments.production.blast-radius.duration)");
        assertThat(ended.entries()).isEmpty();
        assertThat(planned.status()).as(planned.output()).isZero();
        assertThat(planned.output()).contains("environment   laptop");
    }

    /** Without its pauses a run is another one than was planned. */
    @Test
    void faultThatGoesTooFarOnlyInTheRun_isRefusedRightBeforeItsInjection() throws IOException {
        Path experiment = Files.writeString(folder.resolve("experiment.yaml"), """
                title: t
                description: d
                method:
                - type: action
                  name: first
                  pauses: {after: 61}
                  provider: {type: python, module: blackstart.fault, func: pause, arguments: {"on": "kv#1", duration: 60s}}
                - type: action
                  name: second
                  provider: {type: python, module: blackstart.fault, func: pause, arguments: {"on": "kv#2", duration: 60s}}
                extensions:
                - name: blackstart
                  topology: topology.yaml
                  blast-radius: {share: 50%}
                """);
        Files.writeString(folder.resolve("topology.yaml"), """
                services:
                  kv:
                    deploy: {replicas: 2}
                    x-blackstart:
                      process: %s --role kv --port {port:50051}
                      ready: grpc:50051
                """.formatted(
                        Path.of("../fixtures/pa-fixture").toAbsolutePath().normalize()));

        Command.Ended ended = new Command(folder).run("run", "--dry", "pause", experiment.toString());

        Outcome outcome = OutcomeFold.of(ended.entries());
        assertThat(outcome.verdict()).as(ended.output()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(outcome.reason())
                .contains("The fault action 'second' failed")
                .contains("blackstart.fault.pause on [kv#2] is refused: the faults hit 2 of 2 replicas of kv at a time,"
                        + " the blast radius allows 50% of a service")
                .contains("extensions[0].blast-radius.share");
        assertThat(ended.entries())
                .filteredOn(entry -> entry.event() instanceof Event.FaultInjected)
                .hasSize(1);
        assertThat(Leftovers.of(folder, ended.entries())).isEmpty();
    }

    /** The page's files, in a folder of their own, and its commands. */
    @Test
    void page_plansWhatItShows() throws IOException {
        Command command = new Command(folder);
        Files.createDirectories(command.work());
        String said = "";
        int shown = 0;

        for (Page.Block block : Page.of("docs/how-to/limit-an-experiment.md").blocks("Blast radius")) {
            if (block.language().equals("sh")) {
                said = command.run(block.text().replaceFirst("^blackstart ", "").split(" ", -1))
                        .output();
            } else if (block.language().equals("text")) {
                assertThat(Page.missingAsItIs(block.text(), said)).as(said).isEmpty();
                shown++;
            } else {
                Files.writeString(command.work().resolve(block.file()), block.text() + "\n");
            }
        }

        assertThat(shown).isEqualTo(2);
    }

    @Test
    void page_showsAnAbortConditionThatIsValid() throws IOException {
        Page.Block block = Page.of("docs/how-to/limit-an-experiment.md")
                .blocks("Stop the run")
                .get(0);
        Object conditions = ((Map<?, ?>) Objects.requireNonNull(Json.parse(block.text()))).get("abort-when");
        Path experiment = Variant.of("kv-brownout.json")
                .extension("abort-when", conditions)
                .in(folder);

        Command.Ended ended = new Command(folder).run("plan", experiment.toString());

        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("  abort when    hardly anybody is served");
    }

    @Test
    void page_showsHowVacuityIsOnlyNoted() throws IOException {
        Page.Block block = Page.of("docs/how-to/limit-an-experiment.md")
                .blocks("What counts as seen")
                .get(0);
        Object vacuity = ((Map<?, ?>) Objects.requireNonNull(Json.parse(block.text()))).get("vacuity");
        Path experiment =
                Variant.of("kv-brownout.json").extension("vacuity", vacuity).in(folder);

        Command.Ended ended = new Command(folder).run("plan", experiment.toString());

        assertThat(ended.status()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("  vacuity       only noted");
    }
}
