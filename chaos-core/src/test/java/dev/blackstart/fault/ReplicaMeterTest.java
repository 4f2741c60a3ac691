package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.fault.process.Cpu;
import dev.blackstart.fault.process.CpuDriver;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.process.ProcessTable;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ReplicaMeterTest {
    private final BlockingQueue<String> threads = new LinkedBlockingQueue<>();

    private final EventSink sink = new EventSink() {
        @Override
        public void add(Event event) {
            threads.add(Thread.currentThread().getName());
        }

        @Override
        public void add(Instant at, Event event) {
            add(event);
        }
    };

    private static Target itself() {
        Incarnation incarnation = new Incarnation.LocalProcess(
                ProcessTable.identityOf(ProcessHandle.current().pid()).orElseThrow());
        return new Target.OfReplica(
                new NamedReplica(new ReplicaRef("a", 1)), incarnation, new CompletableFuture<>(), new NamedTopology());
    }

    /** It looks at every process of the machine, and others time by the shared one. */
    @Test
    void during_looksOnAThreadOfItsOwn_notOnTheSharedOnes() throws InterruptedException {
        // Given
        ScheduledThreadPoolExecutor shared = new ScheduledThreadPoolExecutor(1);
        MeterContext context =
                new MeterContext(sink, new RunClock(), new Cancellation(), shared, new OwnEnds(), Pace.RUN);
        CpuDriver driver = new CpuDriver();
        try (Meter meter = driver.meter(driver.prepare(new FaultId("f1"), new Cpu(1), itself()), context)) {
            // When
            meter.during();

            // Then
            assertThat(threads.take()).isEqualTo("blackstart-measure-f1");
            assertThat(shared.getTaskCount()).isZero();
        } finally {
            shared.shutdownNow();
        }
    }
}
