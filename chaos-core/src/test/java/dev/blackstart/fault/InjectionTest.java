package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.blackstart.exchange.OwnEnds;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.ReplicaRef;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One fault that two threads end or begin at a time; no sockets, no processes. */
final class InjectionTest {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final Injection<ScriptedDriver.Nothing> injection;
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicReference<Throwable> thrown = new AtomicReference<>();
    private UndoResult result = UndoResult.REVERTED;
    private Runnable deed = () -> {};
    private Runnable whenInjected = () -> {};
    private Runnable whileLookingAfterwards = () -> {};

    InjectionTest() {
        ScriptedDriver driver = new ScriptedDriver(fault -> deed.run(), new SpokenMeter());
        Prepared<ScriptedDriver.Nothing> prepared =
                driver.prepare(new FaultId("f1"), new ScriptedDriver.Nothing(), target());
        injection = new Injection<>(
                driver,
                prepared,
                new SpokenMeter(),
                new Exposure(prepared.id(), List.of(), new OwnEnds(), new Sink()),
                new Run(),
                new Terms(
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
        injection.aftermath().see();
        waiting.join();
        // Then
        assertThat(said).containsSubsequence("looked afterwards", "closed", "waited");
    }

    /** Its undo stays where it is kept until that has been done. */
    @Test
    void abandon_driverStillAtIt_isTakenBackWhenTheDriverComesToItsEnd() throws Exception {
        // Given
        Thread injecting = injectUntil(goOn);
        // When
        injection.abandon("it takes too long");
        // Then
        assertThat(said).contains("FaultFailed").doesNotContain("undone", "done");
        // When
        goOn.countDown();
        injecting.join();
        // Then
        assertThat(thrown.get()).isInstanceOf(Cancelled.class);
        assertThat(said).containsSubsequence("FaultFailed", "undone", "done").doesNotContain("FaultInjected");
        assertThat(injection.isEnded()).isTrue();
    }

    @Test
    @Timeout(20)
    void undo_driverStillAtIt_isNotWaitedForLong_andTriedAgain() throws Exception {
        // Given
        Thread injecting = injectUntil(goOn);
        // When / Then
        assertThatThrownBy(injection::undo).isInstanceOf(FaultFailed.class).hasMessageContaining("still at it");
        assertThat(said).doesNotContain("done");
        goOn.countDown();
        injecting.join();
        assertThat(thrown.get()).isInstanceOf(Cancelled.class);
        assertThat(said).contains("undone", "done").doesNotContain("FaultInjected", "FaultReverted");
        assertThat(injection.undo()).isFalse();
    }

    @Test
    void suspend_undoDoesNotWork_isNoPause() {
        // Given
        injection.intended();
        injection.inject();
        result = UndoResult.RETRY;
        // When
        injection.suspend();
        // Then
        assertThat(said).contains("FaultLost").doesNotContain("FaultAdjusted", "done");
        assertThat(injection.isInForce()).isFalse();
        // When
        result = UndoResult.REVERTED;
        injection.undo();
        // Then
        assertThat(said).contains("done");
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

    /** Injects on a thread of its own, which is at it when this returns, and until it may go on. */
    private Thread injectUntil(CountDownLatch mayGoOn) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        deed = () -> {
            begun.countDown();
            awaitQuietly(mayGoOn);
        };
        injection.intended();
        Thread injecting = new Thread(() -> thrown.set(catchThrowable(injection::inject)));
        injecting.start();
        begun.await();
        return injecting;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
                public void done(FaultId id) {
                    said.add("done");
                }
            };
        }

        @Override
        public Function<UndoStep, UndoResult> undo() {
            return step -> {
                said.add("undone");
                return result;
            };
        }

        @Override
        public Optional<String> startAgain(Target target, boolean altered) {
            return Optional.empty();
        }
    }
}
