package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ReplicaRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One fault that two threads end or begin at a time; no sockets, no processes. */
final class InjectionTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Injection<ScriptedDriver.Nothing> injection;
    private Runnable whenInjected = () -> {};
    private Runnable whileLookingAfterwards = () -> {};

    InjectionTest() {
        ScriptedDriver driver = new ScriptedDriver(fault -> {}, new SpokenMeter());
        Prepared<ScriptedDriver.Nothing> prepared =
                driver.prepare(new FaultId("f1"), new ScriptedDriver.Nothing(), target());
        injection = new Injection<>(
                driver,
                prepared,
                new SpokenMeter(),
                new Exposure(prepared.id(), List.of(), new OwnEnds(), new Sink()),
                new Run(),
                new Injection.Terms(
                        "blackstart.fault.scripted",
                        Map.of(),
                        Optional.empty(),
                        Optional.empty(),
                        "f1",
                        false,
                        Schedule.STEADY));
    }

    @Test
    void undo_whileTheInjectionIsBeingJournaled_comesAfterIt() throws Exception {
        // Given: somebody reverts at the very moment in which the injection is written down
        Thread reverting = new Thread(injection::undo);
        whenInjected = () -> {
            reverting.start();
            Awaitility.await()
                    .until(() -> reverting.getState() == Thread.State.TIMED_WAITING
                            || reverting.getState() == Thread.State.TERMINATED);
        };
        // When
        injection.intended();
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
        injection.intended();
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
        injection.intended();
        injection.inject();
        // When
        injection.awaitOver();
        // Then
        assertThat(injection.isInForce()).isTrue();
    }

    private static Target target() {
        NamedReplica replica = new NamedReplica(new ReplicaRef("a", 1));
        return new Target.OfReplica(replica, replica.incarnation(), replica.exit(), new NamedTopology());
    }

    private final class SpokenMeter extends ScriptedDriver.BlindMeter {
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

    private final class Run implements Surroundings {
        @Override
        public Host host() {
            return new Host(new RunClock(), new Cancellation(), Set.of());
        }

        @Override
        public EventSink events() {
            return new Sink();
        }

        @Override
        public UndoLog undoLog() {
            return new UndoLog() {
                @Override
                public boolean claim(List<IntendedFault> faults) {
                    return true;
                }

                @Override
                public void done(FaultId id) {}
            };
        }

        @Override
        public Function<UndoStep, UndoResult> undo() {
            return step -> UndoResult.REVERTED;
        }

        @Override
        public Optional<String> startAgain(Target target, boolean altered) {
            return Optional.empty();
        }
    }
}
