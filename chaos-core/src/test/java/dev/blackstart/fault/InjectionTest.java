package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.TargetRef;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One fault that two threads end or begin at a time; no sockets, no processes. */
final class InjectionTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Injection<Nothing> injection;
    private Runnable whenInjected = () -> {};
    private Runnable whileLookingAfterwards = () -> {};

    InjectionTest() {
        Driver driver = new Driver();
        Prepared<Nothing> prepared = driver.prepare(new FaultId("f1"), new Nothing(), target());
        injection = new Injection<>(
                driver,
                prepared,
                new SpokenMeter(),
                new Exposure(prepared.id(), List.of(), new OwnEnds(), new Sink()),
                new Run(),
                Map.of(),
                "f1");
    }

    @Test
    void undo_whileTheInjectionIsBeingJournaled_comesAfterIt() throws Exception {
        // Given: somebody reverts at the very moment in which the injection is written down
        Thread reverting = new Thread(injection::undo);
        whenInjected = () -> {
            reverting.start();
            Awaitility.await()
                    .until(() -> reverting.getState() == Thread.State.WAITING
                            || reverting.getState() == Thread.State.TERMINATED);
        };
        // When
        injection.inject();
        reverting.join();
        // Then
        assertThat(said)
                .containsSubsequence("FaultInjected", "during", "ending", "FaultReverted")
                .doesNotHaveDuplicates();
    }

    @Test
    void awaitOver_whileAnotherThreadStillLooks_waitsForIt() throws Exception {
        // Given
        injection.inject();
        injection.undo();
        Thread waiting = new Thread(() -> {
            injection.awaitOver();
            said.add("waited");
        });
        whileLookingAfterwards = () -> {
            waiting.start();
            Awaitility.await().until(() -> waiting.getState() != Thread.State.RUNNABLE);
        };
        // When
        injection.after();
        waiting.join();
        // Then
        assertThat(said).containsSubsequence("looked afterwards", "closed", "waited");
    }

    @Test
    void awaitOver_faultInForce_doesNotWait() {
        // Given
        injection.inject();
        // When
        injection.awaitOver();
        // Then
        assertThat(injection.isInForce()).isTrue();
    }

    private static Target target() {
        return new Target.OfReplica(
                new Named(), new Incarnation.LinkProxy("api", "proxy"), new CompletableFuture<>());
    }

    /** A replica that is only a name. */
    private record Named() implements Replica {
        @Override
        public ReplicaRef ref() {
            return new ReplicaRef("a", 1);
        }

        @Override
        public Service service() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Incarnation incarnation() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isRunning() {
            return true;
        }

        @Override
        public CompletableFuture<Integer> exit() {
            return new CompletableFuture<>();
        }

        @Override
        public InetSocketAddress address(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<String> lastLogLines(int lines) {
            return List.of();
        }
    }

    private record Nothing() {}

    /** Does nothing, and has one step to undo it. */
    private static final class Driver implements FaultDriver<Nothing> {
        @Override
        public FaultType<Nothing> type() {
            return new FaultType<>(
                    "nothing",
                    1,
                    Nothing.class,
                    Set.of(FaultType.TargetKind.LINK),
                    FaultType.Lifetime.WITH_RUNNER,
                    "nothing",
                    "Does nothing.");
        }

        @Override
        public Capability check(Nothing config, TargetRef ref) {
            return new Capability.Available();
        }

        @Override
        public List<String> undoKinds() {
            return List.of("ToxicGone");
        }

        @Override
        public Prepared<Nothing> prepare(FaultId id, Nothing config, Target target) {
            UndoStep step = new UndoStep.ToxicGone("api", "proxy", "toxic");
            return new Prepared<>(id, type(), config, target, new Undo(1, type().name(), List.of(step)), "nothing");
        }

        @Override
        public Meter meter(Prepared<Nothing> fault, MeterContext context) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void inject(Prepared<Nothing> fault) {}
    }

    private final class SpokenMeter implements Meter {
        @Override
        public String live() {
            return "exchanged";
        }

        @Override
        public void before() {}

        @Override
        public void during() {
            said.add("during");
        }

        @Override
        public void ending() {
            said.add("ending");
        }

        @Override
        public void after() {
            whileLookingAfterwards.run();
            said.add("looked afterwards");
        }

        @Override
        public void close() {
            said.add("closed");
        }
    }

    private final class Sink implements EventSink {
        @Override
        public void add(Event event) {
            if (event instanceof Event.FaultInjected) {
                whenInjected.run();
            }
            said.add(event.getClass().getSimpleName());
        }

        @Override
        public void add(Instant at, Event event) {
            add(event);
        }
    }

    private final class Run implements Injection.Surroundings {
        @Override
        public EventSink events() {
            return new Sink();
        }

        @Override
        public UndoLog undoLog() {
            return new UndoLog() {
                @Override
                public void intend(FaultId id, Undo undo) {}

                @Override
                public void done(FaultId id) {}
            };
        }

        @Override
        public Function<UndoStep, UndoResult> undo() {
            return step -> UndoResult.REVERTED;
        }

        @Override
        public Optional<String> startAgain(Target target) {
            return Optional.empty();
        }
    }
}
