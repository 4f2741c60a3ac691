package dev.blackstart.fault;

import static dev.blackstart.fault.network.Latency.latency;
import static dev.blackstart.fault.network.Refuse.refuse;
import static dev.blackstart.fault.network.Stall.stall;
import static dev.blackstart.fault.process.Cpu.cpu;
import static dev.blackstart.fault.process.Crash.crash;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.document.Documents;
import dev.blackstart.document.Format;
import dev.blackstart.document.Node;
import dev.blackstart.fault.network.Partition;
import dev.blackstart.topology.Peer;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults in code are what they are in files: the same requests, the same refusals. */
class FaultSpecTest {
    /** {@code api} calls {@code kv}, which is there three times. */
    static final Topology TOPOLOGY = topology();

    private static Topology topology() {
        Map<String, Service> services = new LinkedHashMap<>();
        services.put("api", service("api", 1, List.of(new Peer("kv", 80, false))));
        services.put("kv", service("kv", 3, List.of()));
        return new Topology("two", Path.of("two.yaml"), services);
    }

    private static Service service(String name, int replicas, List<Peer> peers) {
        return new Service(name, replicas, List.of(), Map.of(), List.of(80), peers, List.of(), null);
    }

    private static FaultRequest file(String func, String arguments) {
        FaultAction<?> action = FaultDrivers.actions().stream()
                .filter(each -> each.type().func().equals(func))
                .findFirst()
                .orElseThrow();
        return planned(action, (Node.Mapping) Documents.parse("x.yaml", arguments, Format.YAML));
    }

    static <A extends Record> FaultRequest planned(FaultAction<A> action, Node.Mapping arguments) {
        return action.plan(CodeLines.bound(action, arguments), TOPOLOGY);
    }

    static void assertSame(FaultRequest code, FaultRequest file) {
        // A driver is made anew each time it is looked for.
        assertThat(code).usingRecursiveComparison().isEqualTo(file);
        assertThat(code.parts()).isNotEmpty();
    }

    @Test
    void termsOfAllFaults_areThoseOfAFile() {
        assertSame(
                latency(ofMillis(300))
                        .jitter(ofMillis(50))
                        .on("api->kv")
                        .lasting(ofSeconds(5))
                        .lease(ofSeconds(90))
                        .along(Schedule.pulse(ofSeconds(2), ofSeconds(1)))
                        .named("slow")
                        .in(TOPOLOGY),
                file("latency", """
                        "on": api->kv
                        latency: 300ms
                        jitter: 50ms
                        duration: 5s
                        lease: 90s
                        schedule: {pulse: {"on": 2s, "off": 1s}}
                        id: slow
                        """));
        assertSame(
                latency(ofMillis(300))
                        .on("api->kv")
                        .along(Schedule.ramp(ofSeconds(5)))
                        .in(TOPOLOGY),
                file("latency", "{\"on\": api->kv, latency: 300ms, schedule: {ramp: {over: 5s}}}"));
        assertThat(Schedule.ramp(ofSeconds(5)).steps(4)).isEqualTo(new Schedule.Ramp(ofSeconds(5), 4));
    }

    @Test
    void severalTargets_andSomeOfThem() {
        assertSame(crash().on("kv#1", "kv#3").in(TOPOLOGY), file("crash", "{\"on\": [kv#1, kv#3]}"));
        assertThat(crash().on("kv").count(2).in(TOPOLOGY).targets())
                .as("before the draw")
                .hasSize(3);
        assertThat(crash().on("kv").count(2).in(TOPOLOGY, new UnusedFaults()).targets())
                .as("after the draw")
                .hasSize(2);
        assertThat(crash().on("kv").in(TOPOLOGY, new UnusedFaults()).targets()).hasSize(3);
    }

    @Test
    void partition_saysItselfWhereItIs() {
        assertSame(
                Partition.between("api")
                        .and("kv#1", "kv#2")
                        .mode(Partition.Mode.REFUSE)
                        .direction(Partition.Ways.ONE_WAY)
                        .lasting(ofSeconds(3))
                        .named("apart")
                        .in(TOPOLOGY),
                file(
                        "partition",
                        "{between: [api], and: [kv#1, kv#2], mode: refuse, direction: one-way, duration: 3s, id: apart}"));
    }

    @Test
    void sameFault_onOneTargetTwice_isOnePart() {
        assertThat(stall().on("api->kv#1", "kv#1").in(TOPOLOGY).parts()).hasSize(1);
    }

    private static FaultSpec wrong(String what) {
        return switch (what) {
            case "unknown service" -> refuse().on("api->kw");
            case "unknown link" -> refuse().on("kv->api");
            case "link of a replica's fault" -> crash().on("api->kv");
            case "too many" -> crash().on("kv").count(4);
            case "none" -> crash().on("kv").count(0);
            case "no time" -> crash().on("kv").lasting(ofSeconds(0));
            case "short lease" -> refuse().on("kv").lease(ofMillis(999));
            case "ramp of all or nothing" -> stall().on("kv").along(Schedule.ramp(ofSeconds(1)));
            case "pulse of a crash" -> crash().on("kv").along(Schedule.pulse(ofSeconds(1), ofSeconds(1)));
            case "long name" -> refuse().on("kv").named("n".repeat(65));
            case "nobody to part" -> Partition.between("api").and("api");
            case "count of a composite" -> Partition.between("api").and("kv").count(1);
            default -> throw new IllegalArgumentException(what);
        };
    }

    /** As in a file, and with the name of the fault, because there is no line to look at. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            unknown service           | refuse: on: unknown service 'kw'; known: api, kv (did you mean kv?)
            unknown link              | refuse: on: no link 'kv->api'; known: api->kv
            link of a replica's fault | crash: on: blackstart.fault.crash takes a service or a replica, not the link 'api->kv'
            too many                  | crash: count: must be all, one or a number up to 3, because on names only [kv#1, kv#2, kv#3]: 4
            none                      | crash: count must be all, one or a whole number from 1: 0
            no time                   | crash: duration must be longer than 0s: 0s
            short lease               | refuse: lease must be at least 1s: 999ms
            ramp of all or nothing    | stall: schedule: blackstart.fault.stall is there or not there, so it cannot follow a ramp
            pulse of a crash          | crash: schedule: blackstart.fault.crash comes and goes with a start of its target
            long name                 | refuse: id must be at most 64 characters long: nnn
            nobody to part            | partition: and: api#1 is in both groups; a replica can be in one of them
            count of a composite      | partition: count: it is one fault, and nothing can be drawn from it; leave 1 out
            """)
    void wrongUse_isToldWithWhatWouldDo(String what, String message) {
        FaultSpec spec = wrong(what);
        assertThatThrownBy(() -> spec.in(TOPOLOGY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("blackstart.fault." + message);
    }

    @Test
    void nowhere_isToldAtOnce() {
        assertThatThrownBy(() -> refuse().on())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("on: names no target; write a service, service#ordinal or from->to");
    }

    @Test
    void whatThisMachineCannotHave_isToldWithWhatWouldHelp() {
        FaultSpec spec = cpu().cores(64).on("kv#1");
        assertThat(spec.in(TOPOLOGY).parts()).hasSize(1);
        assertThatThrownBy(() -> spec.in(TOPOLOGY, new UnusedFaults()))
                .isInstanceOf(FaultFailed.class)
                .hasMessageMatching(
                        "blackstart.fault.cpu cannot be injected into kv#1: this machine has \\d+ cores; .*");
    }

    private record Nobodys() implements FaultConfig {}

    private record Several() implements CompositeConfig {}

    private static final class NoRecord implements FaultConfig {}

    @Test
    void configurationOfNoDriver_isToldWithThoseThatThereAre() {
        for (FaultSpec spec : List.of(new Nobodys().on("kv"), new Several())) {
            assertThatThrownBy(() -> spec.in(TOPOLOGY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("no fault takes a dev.blackstart.fault.FaultSpecTest$")
                    .hasMessageContaining("META-INF/services/dev.blackstart.fault.FaultDriver or ")
                    .hasMessageContaining("installed: bandwidth, clock, ");
        }
        assertThatThrownBy(() -> new NoRecord().on("kv")).hasMessageContaining("NoRecord is no record");
    }

    @Test
    void configurationOfTwoDrivers_isToldApartByNobody() {
        ScriptedDriver one = new ScriptedDriver(fault -> {}, new ScriptedDriver.BlindMeter());
        List<FaultAction<?>> twice = List.of(new FaultFunction(one), new FaultFunction(one));
        assertThatThrownBy(() -> FaultDrivers.actionOf(new ScriptedDriver.Nothing(), twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "several faults take a dev.blackstart.fault.ScriptedDriver$Nothing, nothing, nothing");
    }

    /** Draws, and can nothing else. */
    private static final class UnusedFaults implements Faults {
        @Override
        public List<FaultId> inject(FaultRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void revert(FaultId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void revertAll() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<InForce> inForce() {
            return List.of();
        }

        @Override
        public void mitigating(java.util.Set<dev.blackstart.topology.ReplicaRef> replicas, String by) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void mitigated(java.util.Set<dev.blackstart.topology.ReplicaRef> replicas) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
