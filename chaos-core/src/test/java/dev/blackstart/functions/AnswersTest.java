package dev.blackstart.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.exchange.Answer;
import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.exchange.Protocol;
import dev.blackstart.exchange.Question;
import dev.blackstart.fault.FaultId;
import dev.blackstart.fault.FaultRequest;
import dev.blackstart.fault.Faults;
import dev.blackstart.provider.ActivityFailed;
import dev.blackstart.provider.CallContext;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.LinkTraffic;
import dev.blackstart.topology.Peer;
import dev.blackstart.topology.Readiness;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which addresses are asked what, and what comes of it; no sockets. */
class AnswersTest {
    private static final Duration WITHIN = Duration.ofMillis(500);

    private final Topology topology = new Topology("test", Path.of("topology.yaml"), services());
    /** Ports that do not answer. A replica listens on 100 + ordinal, a link on 200 + the port that it leads to. */
    private final Set<Integer> silent = new HashSet<>();

    private final Set<ReplicaRef> gone = new HashSet<>();
    private final List<String> asked = new ArrayList<>();
    private final Cancellation cancellation = new Cancellation();
    private Runnable connecting = () -> {};
    private final List<OwnEnds> noted = new ArrayList<>();
    private final OwnEnds endsOfTheArm = new OwnEnds();

    private static Map<String, Service> services() {
        Map<String, Service> services = new LinkedHashMap<>();
        Readiness ready = new Readiness(new Question(Protocol.GRPC, 50, ""), Duration.ofSeconds(30));
        services.put("bfe", service("bfe", 1, List.of(new Peer("kv", 50, true), new Peer("kv", 80, true)), null));
        services.put("kv", service("kv", 2, List.of(), ready));
        return services;
    }

    private static Service service(String name, int replicas, List<Peer> links, @Nullable Readiness ready) {
        return new Service(name, replicas, List.of(), Map.of(), List.of(50, 80), links, List.of(), ready);
    }

    private Object answers(String of) {
        return new Answers(FakeAsker::new).call(new Answers.Arguments(of, WITHIN), new Context());
    }

    private Object up(String service) {
        return new Up(FakeAsker::new).call(new Up.Arguments(service), new Context());
    }

    @Test
    void aService_isAskedAtEachReplicaDirectly() {
        assertThat(answers("kv")).isEqualTo(true);
        assertThat(asked).containsExactly("GRPC at 101 within PT0.5S", "GRPC at 102 within PT0.5S");
    }

    @Test
    void aServiceOfWhichOneReplicaIsSilent_doesNotAnswer() {
        silent.add(102);
        assertThat(answers("kv")).isEqualTo(false);
        assertThat(answers("kv#1")).isEqualTo(true);
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void anInterruptedRun_doesNotWaitForAConnectionThatDoesNotOpen() {
        // Given
        CountDownLatch letGo = new CountDownLatch(1);
        connecting = () -> {
            cancellation.cancel("SIGINT");
            try {
                letGo.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        // When, then
        assertThatThrownBy(() -> new Answers(FakeAsker::new)
                        .call(new Answers.Arguments("kv", Duration.ofMinutes(10)), new Context()))
                .isInstanceOf(Cancelled.class);
        letGo.countDown();
    }

    @Test
    void aLink_isAskedThroughItsListener() {
        silent.add(250);
        assertThat(answers("bfe->kv#1:50")).isEqualTo(false);
        assertThat(answers("kv#1")).isEqualTo(true);
        assertThat(asked).containsExactly("GRPC at 250 within PT0.5S", "GRPC at 101 within PT0.5S");
    }

    @Test
    void itsOwnEnds_areNotedWhereTheArmLooksForThem() {
        // When
        answers("bfe->kv#1:50");
        // Then
        assertThat(noted).containsExactly(endsOfTheArm);
    }

    @Test
    void aLinkToAnotherPortThanTheReadyOne_isOpenedOnly() {
        assertThat(answers("bfe->kv#1:80")).isEqualTo(true);
        assertThat(asked).containsExactly("TCP at 280 within PT0.5S");
    }

    @Test
    void aNameThatIsNotThere_andAServiceWithoutAQuestion_areToldSo() {
        assertThatThrownBy(() -> answers("kw"))
                .isInstanceOf(ActivityFailed.class)
                .hasMessage("of: unknown service 'kw'; known: bfe, kv (did you mean kv?)");
        assertThatThrownBy(() -> answers("bfe"))
                .isInstanceOf(ActivityFailed.class)
                .hasMessageContaining("service 'bfe' does not say how it is asked");
    }

    @Test
    void up_needsEveryReplicaToRunAndToAnswer() {
        assertThat(up("kv")).isEqualTo(true);
        assertThat(up("bfe")).isEqualTo(true);
        silent.add(101);
        assertThat(up("kv")).isEqualTo(false);
        silent.clear();
        gone.add(new ReplicaRef("kv", 2));
        assertThat(up("kv")).isEqualTo(false);
    }

    private final class FakeAsker implements Asker {
        private final Question question;
        private final InetSocketAddress address;

        FakeAsker(Question question, InetSocketAddress address, RunClock clock, OwnEnds ends) {
            noted.add(ends);
            this.question = question;
            this.address = address;
        }

        @Override
        public void connect(Duration within) {
            connecting.run();
        }

        @Override
        public CompletableFuture<Answer> ask(Duration within) {
            asked.add(question.protocol() + " at " + address.getPort() + " within " + within);
            boolean ok = !silent.contains(address.getPort());
            return CompletableFuture.completedFuture(new Answer(Instant.EPOCH, Duration.ZERO, ok, ok, "", ""));
        }

        @Override
        public void close() {}
    }

    private final class Context implements CallContext {
        @Override
        public RunClock clock() {
            return new RunClock();
        }

        @Override
        public Cancellation cancellation() {
            return cancellation;
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
            if (part == Faults.class) {
                return Optional.of(part.cast(new NoFaults(endsOfTheArm)));
            }
            return part == RunningTopology.class ? Optional.of(part.cast(new FakeTopology())) : Optional.empty();
        }
    }

    private record NoFaults(OwnEnds ownEnds) implements Faults {
        @Override
        public List<FaultId> inject(FaultRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void revert(FaultId id) {}

        @Override
        public void revertAll() {}

        @Override
        public List<InForce> inForce() {
            return List.of();
        }

        @Override
        public void mitigating(Set<ReplicaRef> replicas, String by) {}

        @Override
        public void mitigated(Set<ReplicaRef> replicas) {}

        @Override
        public void close() {}
    }

    private record FakeLink(LinkRef ref) implements Link {
        @Override
        public Incarnation.LinkProxy incarnation() {
            throw new UnsupportedOperationException();
        }

        @Override
        public InetSocketAddress listener() {
            return InetSocketAddress.createUnresolved("link", 200 + ref.port());
        }

        @Override
        public LinkTraffic traffic() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ChunkDelay> delays(Instant since) {
            return List.of();
        }
    }

    private record FakeReplica(ReplicaRef ref, Service service, boolean isRunning) implements Replica {
        @Override
        public Incarnation incarnation() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Integer> exit() {
            return new CompletableFuture<>();
        }

        @Override
        public InetSocketAddress address(int port) {
            return InetSocketAddress.createUnresolved("replica", 100 + ref.ordinal());
        }

        @Override
        public Optional<Alteration> alteration() {
            return Optional.empty();
        }

        @Override
        public List<String> lastLogLines(int lines) {
            return List.of();
        }
    }

    private final class FakeTopology implements RunningTopology {
        @Override
        public Topology declared() {
            return topology;
        }

        @Override
        public Replica replica(ReplicaRef ref) {
            Service service = topology.service(ref.service()).orElseThrow();
            return new FakeReplica(ref, service, !gone.contains(ref));
        }

        @Override
        public Link link(LinkRef ref) {
            return new FakeLink(ref);
        }

        @Override
        public List<Replica> replicas() {
            return topology.replicas().stream().map(this::replica).toList();
        }

        @Override
        public List<Link> links() {
            return List.of();
        }

        @Override
        public void restart(ReplicaRef ref, Duration grace, Cancellation cancellation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void redeploy(
                String service,
                Map<String, String> environment,
                @Nullable List<String> command,
                Cancellation cancellation) {
            throw new UnsupportedOperationException();
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
}
