package dev.blackstart.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultRequest;
import dev.blackstart.fault.Faults;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.CallContext;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.TopologyFailed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MitigationTest {
    /** What was done, in its order. */
    private final List<String> deeds = new ArrayList<>();

    private boolean fails;

    @Test
    void redeploy_announcesItselfAroundTheDeed() {
        // When
        Object output = new Redeploy()
                .call(new Redeploy.Arguments("kv", Optional.of(Map.of("A", "b")), Optional.empty()), new Context());

        // Then
        assertThat(deeds)
                .containsExactly(
                        "mitigating [kv#1, kv#2] by redeploy kv", "redeploy kv {A=b} null", "mitigated [kv#1, kv#2]");
        assertThat(output).isEqualTo(List.of("kv#1", "kv#2"));
    }

    @Test
    void restart_ofOneReplica_leavesTheOthers() {
        // When
        new Restart().call(new Restart.Arguments("kv", Optional.of(2)), new Context());

        // Then
        assertThat(deeds).containsExactly("mitigating [kv#2] by restart kv", "restart kv#2 PT10S", "mitigated [kv#2]");
    }

    @Test
    void aMitigationThatFails_saysWhy_andIsOver() {
        // Given
        fails = true;

        // Then
        assertThatThrownBy(() -> new Restart().call(new Restart.Arguments("kv", Optional.of(1)), new Context()))
                .isInstanceOf(ActivityFailed.class)
                .hasMessage("restart kv: kv#1 did not become ready");
        assertThat(deeds).last().isEqualTo("mitigated [kv#1]");
    }

    @Test
    void aRedeployThatIsRefused_saysWhy() {
        assertThatThrownBy(() -> new Redeploy()
                        .call(
                                new Redeploy.Arguments("kv", Optional.of(Map.of("A", "refused")), Optional.empty()),
                                new Context()))
                .isInstanceOf(ActivityFailed.class)
                .hasMessage("redeploy kv: no such link");
    }

    @Test
    void aServiceOrReplicaThatIsNotThere_isToldWithWhatIs() {
        assertThatThrownBy(() -> new Restart().call(new Restart.Arguments("kw", Optional.empty()), new Context()))
                .isInstanceOf(ActivityFailed.class)
                .hasMessage("unknown service 'kw'; known: kv (did you mean kv?)");
        assertThatThrownBy(() -> new Restart().call(new Restart.Arguments("kv", Optional.of(3)), new Context()))
                .isInstanceOf(ActivityFailed.class)
                .hasMessage("ordinal must be from 1 to 2, the replicas of kv: 3");
        assertThat(deeds).isEmpty();
    }

    private final class Context implements CallContext {
        @Override
        public RunClock clock() {
            return new RunClock();
        }

        @Override
        public Cancellation cancellation() {
            return new Cancellation();
        }

        @Override
        public Map<String, @Nullable Object> configuration() {
            return Map.of();
        }

        @Override
        public Map<String, @Nullable Object> secrets() {
            return Map.of();
        }

        @Override
        public <T> Optional<T> find(Class<T> part) {
            if (part == RunningTopology.class) {
                return Optional.of(part.cast(new FakeTopology()));
            }
            return part == Faults.class ? Optional.of(part.cast(new FakeFaults())) : Optional.empty();
        }
    }

    private final class FakeTopology implements RunningTopology {
        @Override
        public Topology declared() {
            Service kv = new Service("kv", 2, List.of(), Map.of(), List.of(), List.of(), List.of(), null);
            return new Topology("test", Path.of("topology.yaml"), Map.of("kv", kv));
        }

        @Override
        public Replica replica(ReplicaRef ref) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Link link(LinkRef ref) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Replica> replicas() {
            return List.of();
        }

        @Override
        public List<Link> links() {
            return List.of();
        }

        @Override
        public void restart(ReplicaRef ref, Duration grace, Cancellation cancellation) {
            deeds.add("restart " + ref + " " + grace);
            if (fails) {
                throw new TopologyFailed(ref + " did not become ready");
            }
        }

        @Override
        public void redeploy(
                String service,
                Map<String, String> environment,
                @Nullable List<String> command,
                Cancellation cancellation) {
            if (environment.containsValue("refused")) {
                throw new IllegalArgumentException("no such link");
            }
            deeds.add("redeploy " + service + " " + environment + " " + command);
        }

        @Override
        public void startAltered(ReplicaRef ref, Alteration alteration, boolean awaitReady, Cancellation cancellation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean startUnaltered(ReplicaRef ref, Cancellation cancellation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void startAgain(ReplicaRef ref, Cancellation cancellation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    private final class FakeFaults implements Faults {
        @Override
        public List<FaultId> inject(FaultRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void revert(FaultId id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void revertAll() {}

        @Override
        public List<InForce> inForce() {
            return List.of();
        }

        @Override
        public void mitigating(Set<ReplicaRef> replicas, String by) {
            deeds.add("mitigating " + replicas + " by " + by);
        }

        @Override
        public void mitigated(Set<ReplicaRef> replicas) {
            deeds.add("mitigated " + replicas);
        }

        @Override
        public void close() {}
    }
}
