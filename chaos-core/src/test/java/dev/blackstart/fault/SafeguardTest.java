package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.blackstart.heal.HealerProcess;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.ledger.HeldRun;
import dev.blackstart.ledger.IntendedFault;
import dev.blackstart.ledger.Ledger;
import dev.blackstart.ledger.Ledgers;
import dev.blackstart.ledger.Undo;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two runs of one user that want to fault the same thing. */
@Timeout(30)
class SafeguardTest {
    @TempDir
    private Path folder;

    private final RunClock clock = new RunClock();
    private final Cancellation cancellation = new Cancellation();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final EventSink sink = new EventSink() {
        @Override
        public void add(Event event) {
            events.add(event);
        }

        @Override
        public void add(Instant at, Event event) {
            events.add(event);
        }
    };

    private Ledger first;
    private Ledger second;

    @BeforeEach
    void open() {
        first = ledgers().open("first", folder, clock.instant());
        second = ledgers().open("second", folder, clock.instant());
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    private Ledgers ledgers() {
        return new Ledgers(folder.resolve("runs"));
    }

    private UndoLog undoLog(Ledger ledger, boolean waits) {
        HealerProcess none = new HealerProcess("none", ledgers(), ledger, () -> folder, clock, why -> {});
        return new Safeguard(ledger, none, Optional.of(Duration.ofSeconds(30)), waits).undoLog(sink, cancellation);
    }

    private static IntendedFault fault(String id, String on, String key, boolean withRunner) {
        return new IntendedFault(
                id,
                "kv#1",
                on,
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.of(withRunner),
                new Undo(1, "blackstart.fault.truncate", List.of()));
    }

    private static IntendedFault onFile(String id) {
        return fault(id, "/data/a", "content", true);
    }

    private List<IntendedFault> pending(String run) {
        return ledgers().read(run).orElseThrow().pending();
    }

    @Test
    void claim_sameThingInALivingRun_isRefused_namingIt() {
        // Given
        undoLog(first, false).claim(List.of(onFile("f1")));

        // When, then
        UndoLog other = undoLog(second, false);
        assertThatThrownBy(() -> other.claim(List.of(onFile("f7"))))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("blackstart.fault.truncate (f1) of run first")
                .hasMessageContaining("--wait");
        assertThat(pending("second")).isEmpty();
        other.claim(List.of(fault("f8", "/data/b", "content", true)));
        other.claim(List.of(fault("f9", "/data/a", "presence", true)));
        other.done(new FaultId("f8"));
        other.done(new FaultId("f9"));
        first.done("f1");
    }

    @Test
    void claim_leaseLongerThanTheEnvironmentAllows_isCutOff() {
        // Given
        IntendedFault longer = new IntendedFault(
                "f1",
                "kv#1",
                "/data/a",
                "content",
                Optional.empty(),
                Optional.of(Duration.ofMinutes(5)),
                Optional.of(true),
                new Undo(1, "blackstart.fault.truncate", List.of()));
        // When
        undoLog(first, false).claim(List.of(longer));
        // Then
        assertThat(pending("first"))
                .singleElement()
                .satisfies(fault -> assertThat(fault.lease()).contains(Duration.ofSeconds(30)));
        first.done("f1");
    }

    @Test
    void claim_sameThingInADeadRun_isRefused_andSaysWhatHelps() {
        // Given
        first.intend(fault("f1", "/data/a", "content", false));
        first.close();

        // When, then
        assertThatThrownBy(() -> undoLog(second, false).claim(List.of(onFile("f1"))))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("of run first")
                .hasMessageContaining("blackstart heal");
    }

    @Test
    void claim_waiting_goesOnWhenItIsGone() throws Exception {
        // Given
        undoLog(first, false).claim(List.of(onFile("f1")));
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> undoLog(second, true).claim(List.of(onFile("f1"))));
        await().until(() -> events.stream().anyMatch(Event.Awaiting.class::isInstance));
        assertThat(pending("second")).isEmpty();
        assertThat(waiting).isNotDone();

        // When
        first.done("f1");
        boolean claimed = waiting.get(10, TimeUnit.SECONDS);

        // Then: the target is to be looked at anew
        assertThat(claimed).isFalse();
        assertThat(pending("second")).isEmpty();
        assertThat(undoLog(second, true).claim(List.of(onFile("f1")))).isTrue();
        assertThat(pending("second")).hasSize(1);
        second.done("f1");
    }

    @Test
    void claim_bothWaitForTheOther_oneAfterTheOtherGetsIt() throws Exception {
        // Given
        AtomicInteger inForce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Void>> runs = Stream.of(first, second)
                .map(ledger -> CompletableFuture.runAsync(() -> {
                    UndoLog undoLog = undoLog(ledger, true);
                    for (int i = 0; i < 5; i++) {
                        while (!undoLog.claim(List.of(onFile("f" + i)))) {
                            assertThat(cancellation.isCancelled()).isFalse();
                        }
                        most.accumulateAndGet(inForce.incrementAndGet(), Math::max);
                        inForce.decrementAndGet();
                        undoLog.done(new FaultId("f" + i));
                    }
                }))
                .toList();

        // When
        CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        // Then
        assertThat(most).hasValue(1);
    }

    @Test
    void claim_waitingWithAFaultOfItsOwn_isRefused() {
        // Given
        undoLog(first, false).claim(List.of(onFile("f1")));
        UndoLog holding = undoLog(second, true);
        holding.claim(List.of(fault("f2", "/data/b", "content", true)));

        // When, then
        assertThatThrownBy(() -> holding.claim(List.of(onFile("f3"))))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("other faults in force");
        assertThat(pending("second")).hasSize(1);
        first.done("f1");
        second.done("f2");
    }

    @Test
    void claim_oneOfTwoIsInTheWay_claimsNone() {
        // Given
        undoLog(first, false).claim(List.of(onFile("f1")));

        // When, then
        assertThatThrownBy(() ->
                        undoLog(second, false).claim(List.of(fault("f2", "/data/b", "content", true), onFile("f3"))))
                .isInstanceOf(FaultFailed.class);
        assertThat(pending("second")).isEmpty();
        first.done("f1");
    }

    @Test
    void claim_waiting_endsWithTheRun() {
        // Given
        undoLog(first, false).claim(List.of(onFile("f1")));
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> undoLog(second, true).claim(List.of(onFile("f1"))));
        await().until(() -> events.stream().anyMatch(Event.Awaiting.class::isInstance));

        // When
        cancellation.cancel("SIGINT");

        // Then
        assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Cancelled.class);
        assertThat(pending("second")).isEmpty();
        first.done("f1");
    }

    @Test
    void claim_healerHasTakenOver_isNotKept() {
        // Given
        try (HeldRun held = ledgers().hold("second").orElseThrow()) {
            held.takeOver();
        }

        // When, then
        UndoLog undoLog = undoLog(second, false);
        assertThatThrownBy(() -> undoLog.claim(List.of(onFile("f1"))))
                .isInstanceOf(Cancelled.class)
                .hasMessageContaining("the healer took over");
        assertThat(pending("second")).isEmpty();
        assertThatThrownBy(undoLog::check).isInstanceOf(Cancelled.class);
    }

    @Test
    void claim_outlivesTheRunner_needsAHealer() {
        assertThatThrownBy(() -> undoLog(second, false).claim(List.of(fault("f1", "process 1", "state", false))))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("no healer");
        assertThat(pending("second")).isEmpty();
    }
}
