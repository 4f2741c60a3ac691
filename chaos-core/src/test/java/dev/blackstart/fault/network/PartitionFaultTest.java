package dev.blackstart.fault.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.fault.FaultRequest;
import dev.blackstart.topology.Peer;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartitionFaultTest {
    private final PartitionFault partition = new PartitionFault();

    /** {@code a} (twice) calls {@code b}, {@code b} calls {@code a} back, {@code b} calls {@code c}. */
    private static final Topology TOPOLOGY = new Topology(
            "three", Path.of("three.yaml"), services(service("a", 2, "b"), service("b", 1, "a", "c"), service("c", 1)));

    private static Service service(String name, int replicas, String... calls) {
        List<Peer> peers =
                List.of(calls).stream().map(peer -> new Peer(peer, 80, false)).toList();
        return new Service(name, replicas, List.of(), Map.of(), List.of(80), peers, List.of(), null);
    }

    private static Map<String, Service> services(Service... services) {
        Map<String, Service> all = new LinkedHashMap<>();
        for (Service service : services) {
            all.put(service.name(), service);
        }
        return all;
    }

    private List<String> parts(Object between, Object and, Partition.Mode mode, Partition.Ways ways) {
        return partition.expand(new Partition(between, and, mode, ways), TOPOLOGY).stream()
                .map(PartitionFaultTest::words)
                .toList();
    }

    private static String words(FaultRequest.Part part) {
        String way = part.config() instanceof Stall stall ? " " + stall.direction() : "";
        return part.driver().type().func() + " " + part.target() + way;
    }

    @Test
    void expand_dropBothWays_stallsEveryLinkBetweenThemWholly() {
        assertThat(parts("a", "b", Partition.Mode.DROP, Partition.Ways.BOTH))
                .containsExactly(
                        "stall a#1->b#1:80 BOTH",
                        "stall a#2->b#1:80 BOTH",
                        "stall b#1->a#1:80 BOTH",
                        "stall b#1->a#2:80 BOTH");
    }

    @Test
    void expand_dropOneWay_stallsRequestsThereAndResponsesToThoseFromThere() {
        assertThat(parts("a#2", List.of("b", "c"), Partition.Mode.DROP, Partition.Ways.ONE_WAY))
                .containsExactly("stall a#2->b#1:80 REQUEST", "stall b#1->a#2:80 RESPONSE");
    }

    @Test
    void expand_refuse_refusesConnectionsOfBothOrOfTheOneGroup() {
        assertThat(parts("b", List.of("a", "c"), Partition.Mode.REFUSE, Partition.Ways.BOTH))
                .containsExactly(
                        "refuse a#1->b#1:80",
                        "refuse a#2->b#1:80",
                        "refuse b#1->a#1:80",
                        "refuse b#1->a#2:80",
                        "refuse b#1->c#1:80");
        assertThat(parts("b", List.of("a", "c"), Partition.Mode.REFUSE, Partition.Ways.ONE_WAY))
                .containsExactly("refuse b#1->a#1:80", "refuse b#1->a#2:80", "refuse b#1->c#1:80");
    }

    @Test
    void expand_wrongGroups_saysWhich() {
        assertThatThrownBy(() -> parts("a", "x", Partition.Mode.DROP, Partition.Ways.BOTH))
                .hasMessageStartingWith("and: unknown service 'x'; known: a, b, c");
        assertThatThrownBy(() -> parts(List.of("a", "b"), "b", Partition.Mode.DROP, Partition.Ways.BOTH))
                .hasMessageStartingWith("and: b#1 is in both groups");
        assertThatThrownBy(() -> parts("a", "c", Partition.Mode.DROP, Partition.Ways.BOTH))
                .hasMessageStartingWith("between: there is no link that could be cut between [a#1, a#2] and [c#1]");
        assertThatThrownBy(() -> parts(7, "c", Partition.Mode.DROP, Partition.Ways.BOTH))
                .hasMessage("between: must be a text or a list of texts: 7");
        assertThatThrownBy(() -> parts(List.of(), "c", Partition.Mode.DROP, Partition.Ways.BOTH))
                .hasMessageStartingWith("between: names nobody");
    }
}
