package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Link;
import dev.blackstart.topology.LinkRef;
import dev.blackstart.topology.LinkTraffic;
import dev.blackstart.topology.ReplicaRef;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a link's counters say becomes samples that only grow. */
final class ExposureTest {
    private final List<Event.TrafficSample> samples = new ArrayList<>();
    private List<LinkTraffic.Connection> now = List.of();
    private final OwnEnds own = new OwnEnds();
    private final Exposure exposure = new Exposure(new FaultId("f1"), List.of(new CountedLink()), own, new Sink());

    /** A link whose counters are set by hand. */
    private final class CountedLink implements Link {
        @Override
        public LinkRef ref() {
            return new LinkRef(new ReplicaRef("a", 1), new ReplicaRef("b", 1), 80);
        }

        @Override
        public Incarnation.LinkProxy incarnation() {
            return new Incarnation.LinkProxy("127.0.0.1:1", "p");
        }

        @Override
        public InetSocketAddress listener() {
            return new InetSocketAddress("127.0.0.1", 1);
        }

        @Override
        public LinkTraffic traffic() {
            return new LinkTraffic(0, 0, null, now);
        }

        @Override
        public List<ChunkDelay> delays(Instant since) {
            return List.of();
        }
    }

    /** Keeps the samples. */
    private final class Sink implements EventSink {
        @Override
        public void add(Event event) {
            samples.add((Event.TrafficSample) event);
        }

        @Override
        public void add(Instant at, Event event) {
            add(event);
        }
    }

    private static LinkTraffic.Connection connection(int port, boolean open, long chunks) {
        return new LinkTraffic.Connection("127.0.0.1:" + port, open, chunks * 10, chunks, 0, 0);
    }

    private Event.TrafficSample last() {
        return samples.get(samples.size() - 1);
    }

    @Test
    void whatCameThroughSinceTheFirstLook_isCounted() {
        // Given
        now = List.of(connection(1, true, 40));
        exposure.sample();
        exposure.begin();
        // When
        now = List.of(connection(1, true, 43), connection(2, true, 2));
        exposure.sample();
        // Then
        assertThat(last()).isEqualTo(new Event.TrafficSample("f1", 2, 5, 50, 0, 2));
    }

    @Test
    void ownConnections_areLeftOut() {
        // Given
        exposure.sample();
        exposure.begin();
        own.add(new InetSocketAddress("127.0.0.1", 9));
        // When
        now = List.of(connection(9, true, 100));
        exposure.sample();
        // Then
        assertThat(last()).isEqualTo(new Event.TrafficSample("f1", 0, 0, 0, 0, 0));
    }

    @Test
    void connectionsThatTheProxyForgets_stayCounted() {
        // Given: one connection for each request, and a proxy that remembers one closed connection
        exposure.sample();
        exposure.begin();
        for (int port = 100; port < 110; port++) {
            now = List.of(connection(port, false, 3));
            exposure.sample();
        }
        // When
        now = List.of();
        exposure.sample();
        // Then
        assertThat(last()).isEqualTo(new Event.TrafficSample("f1", 10, 30, 300, 0, 10));
    }

    @Test
    void connectionsThatWereClosed_areCut() {
        // Given
        now = List.of(connection(1, true, 4), connection(2, true, 4));
        exposure.sample();
        exposure.begin();
        // When
        now = List.of(connection(1, false, 4));
        exposure.sample();
        // Then
        assertThat(last()).isEqualTo(new Event.TrafficSample("f1", 2, 0, 0, 2, 0));
    }

    @Test
    void idleConnection_metNothing() {
        // Given
        now = List.of(connection(1, true, 4));
        exposure.sample();
        exposure.begin();
        // When
        exposure.sample();
        // Then
        assertThat(last().met()).isZero();
        assertThat(last().chunks()).isZero();
    }

    @Test
    void connectionInUseOnlyWhileTheFaultWasAway_hasNotMetIt() {
        // Given
        now = List.of(connection(1, true, 1), connection(2, true, 1), connection(3, true, 1));
        exposure.sample();
        now = List.of(connection(1, true, 2), connection(2, true, 1), connection(3, true, 1));
        exposure.begin();
        now = List.of(connection(1, true, 2), connection(2, true, 2), connection(3, true, 1));
        exposure.end();
        // When
        now = List.of(connection(1, true, 9), connection(2, true, 2), connection(3, true, 9));
        exposure.sample();
        // Then
        assertThat(last().met()).isEqualTo(1);
        assertThat(last().chunks()).isEqualTo(17);
    }
}
