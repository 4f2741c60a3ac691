package dev.blackstart.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.provider.ActivityFailed;
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

class TargetNamesTest {
    private static Topology topology() {
        Map<String, Service> services = new LinkedHashMap<>();
        services.put("sfe", service("sfe", 2, List.of(new Peer("kv", 50051, true), new Peer("kv", 8080, true))));
        services.put("kv", service("kv", 2, List.of()));
        return new Topology("test", Path.of("topology.yaml"), services);
    }

    private static Service service(String name, int replicas, List<Peer> links) {
        return new Service(name, replicas, List.of(), Map.of(), List.of(), links, List.of(), null);
    }

    @ParameterizedTest
    @CsvSource({"kv, 2", "kv#2, 1", "sfe->kv, 8", "sfe->kv:50051, 4", "sfe#1->kv, 4", "sfe#1->kv#2:8080, 1"})
    void resolve_ofAName_isEveryTargetOfThatName(String name, int targets) {
        assertThat(TargetNames.resolve(name, topology())).hasSize(targets);
    }

    @Test
    void resolve_ofAnUnknownName_saysWhatThereIs() {
        assertThatThrownBy(() -> TargetNames.resolve("sfe->kw", topology()))
                .isInstanceOf(ActivityFailed.class)
                .hasMessage(
                        "unknown service, replica or link 'sfe->kw'; known: sfe, kv, sfe->kv (did you mean sfe->kv?)");
    }
}
