package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.fault.network.Partition;
import dev.blackstart.fault.network.PartitionFault;
import dev.blackstart.journal.Event;
import dev.blackstart.link.LinkProxies;
import dev.blackstart.link.LoopbackPorts;
import dev.blackstart.report.Evidence;
import dev.blackstart.report.EvidenceFold;
import dev.blackstart.time.Cancellation;
import dev.blackstart.topology.Alteration;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.Peer;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A partition between two callers and a real process behind real proxies. */
final class PartitionIT {
    private static final Duration SOON = Duration.ofSeconds(8);

    private final RecordedRun run = new RecordedRun();
    private final TwoCallers topology = new TwoCallers();
    private final ActiveFaults faults = run.faults(topology);
    private final ScheduledExecutorService traffic = Executors.newScheduledThreadPool(2);

    /** {@code front#1} and {@code front#2} call {@code back}. The callers are whoever connects to the links. */
    private static final class TwoCallers implements RunningTopology {
        private final LinkProxies proxies = LinkProxies.start(7);
        private final ServerReplica back = new ServerReplica(TwoServices.BACK);
        private final Map<LinkRef, Link> links = new LinkedHashMap<>();

        TwoCallers() {
            try {
                for (LinkRef ref : declared().links()) {
                    links.put(ref, proxies.create(ref, LoopbackPorts.free(1).get(0), back.address(ServerReplica.PORT)));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            back.start();
        }

        @Override
        public Topology declared() {
            Map<String, Service> services = new LinkedHashMap<>();
            List<Peer> peers = List.of(new Peer("back", ServerReplica.PORT, false));
            services.put("front", new Service("front", 2, List.of(), Map.of(), List.of(), peers, List.of(), null));
            services.put("back", back.service());
            return new Topology("two", Path.of("two.yaml"), services);
        }

        @Override
        public Replica replica(ReplicaRef ref) {
            return back;
        }

        @Override
        public Link link(LinkRef ref) {
            return Objects.requireNonNull(links.get(ref));
        }

        @Override
        public List<Replica> replicas() {
            return List.of(back);
        }

        @Override
        public List<Link> links() {
            return List.copyOf(links.values());
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
        public void close() {
            back.close();
            proxies.close();
        }
    }

    @BeforeEach
    void systemUnderLoad() {
        for (Link link : topology.links()) {
            var unused = traffic.scheduleWithFixedDelay(
                    () -> PlainClient.ask(link.listener(), 1_000), 0, 40, TimeUnit.MILLISECONDS);
        }
        Awaitility.await().atMost(SOON).until(() -> reached() == 2);
    }

    @AfterEach
    void nothingIsLeft() {
        traffic.shutdownNow();
        faults.close();
        topology.close();
        run.close();
    }

    /** How many of the two callers get an answer, as each sees it. */
    private long reached() {
        return topology.links().stream()
                .filter(link -> PlainClient.ask(link.listener(), 800) >= 0)
                .count();
    }

    private FaultRequest plan(Object between, Object and, Partition.Mode mode, Partition.Ways ways) {
        return new CompositeFunction(new PartitionFault())
                .plan(
                        new CompositeFunction.Arguments(
                                new Partition(between, and, mode, ways),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("p")),
                        topology.declared());
    }

    @ParameterizedTest
    @CsvSource({"DROP, BOTH", "DROP, ONE_WAY", "REFUSE, BOTH"})
    void inject_partsAllAtOnce_andTheRevertHealsAll(Partition.Mode mode, Partition.Ways ways) {
        // When
        List<FaultId> ids = faults.inject(plan("front", "back", mode, ways));
        // Then
        assertThat(reached()).isZero();
        assertThat(ids).hasSize(2);
        Awaitility.await().atMost(SOON).until(() -> ids.stream().allMatch(id -> shown(id) >= 3));
        faults.revert(new FaultId("p"));
        assertThat(reached()).isEqualTo(2);
        assertThat(run.deeds).contains("done p-1", "done p-2");
        for (FaultId id : ids) {
            Evidence evidence = EvidenceFold.of(run.entries(), id.value());
            assertThat(evidence.missing()).isEmpty();
            assertThat(evidence.composite()).isEqualTo("p");
            assertThat(evidence.gone()).as(evidence.sentence()).isEqualTo(Evidence.Gone.YES);
        }
    }

    @ParameterizedTest
    @CsvSource({"DROP", "REFUSE"})
    void inject_ofOneReplica_leavesTheOtherAlone(Partition.Mode mode) {
        // When
        faults.inject(plan("front#2", List.of("back"), mode, Partition.Ways.BOTH));
        // Then
        assertThat(reached()).isEqualTo(1);
    }

    private long shown(FaultId id) {
        return run.events(Event.FaultSample.class).stream()
                .filter(sample -> sample.id().equals(id.value()))
                .filter(sample -> sample.moment() == Event.Moment.DURING && sample.shows())
                .count();
    }
}
