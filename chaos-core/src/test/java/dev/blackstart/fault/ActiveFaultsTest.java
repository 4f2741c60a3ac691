package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.blackstart.journal.Event;
import dev.blackstart.ledger.UndoResult;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.topology.ReplicaRef;
import dev.blackstart.topology.TargetRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests with several targets, and the names of their parts; no sockets, no processes. */
final class ActiveFaultsTest {
    private static final ReplicaRef FIRST = new ReplicaRef("a", 1);
    private static final ReplicaRef SECOND = new ReplicaRef("a", 2);
    private static final ReplicaRef THIRD = new ReplicaRef("a", 3);

    private final RecordedRun run = new RecordedRun();
    private Consumer<UndoStep> whenUndone = step -> {};
    private final ActiveFaults faults = faults("");

    private ActiveFaults faults(String idPrefix) {
        return new ActiveFaults(
                new NamedTopology(),
                idPrefix,
                run,
                step -> {
                    whenUndone.accept(step);
                    run.deed("undo " + ((UndoStep.ToxicGone) step).toxic());
                    return UndoResult.REVERTED;
                },
                run,
                Host.here(run.clock, run.cancellation),
                run.scheduler,
                7);
    }

    @AfterEach
    void nothingIsLeft() {
        faults.close();
        run.close();
    }

    private FaultRequest request(Consumer<Prepared<ScriptedDriver.Nothing>> deed, String id, TargetRef... targets) {
        ScriptedDriver driver = new ScriptedDriver(
                fault -> {
                    deed.accept(fault);
                    run.deed("inject " + fault.id());
                },
                new ScriptedDriver.BlindMeter());
        return new FaultRequest(
                driver,
                new ScriptedDriver.Nothing(),
                List.of(targets),
                Optional.of(id).filter(each -> !each.isEmpty()),
                Optional.empty());
    }

    /** On a thing that all replicas share. */
    private FaultRequest onOneThing(String id, TargetRef target) {
        ScriptedDriver driver =
                new ScriptedDriver(fault -> run.deed("inject " + fault.id()), new ScriptedDriver.BlindMeter()) {
                    @Override
                    public Prepared<Nothing> prepare(FaultId each, Nothing config, Target on) {
                        run.deed("prepare " + each);
                        Prepared<Nothing> own = super.prepare(each, config, on);
                        return new Prepared<>(each, type(), config, on, own.undo(), own.asked(), "one thing");
                    }
                };
        return new FaultRequest(
                driver, new ScriptedDriver.Nothing(), List.of(target), Optional.of(id), Optional.empty());
    }

    private static void meet(CyclicBarrier others) {
        try {
            others.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("nobody else came", e);
        }
    }

    @Test
    void inject_severalTargets_keepsEveryUndoAndThenInjectsSideBySide() {
        // Given
        CyclicBarrier all = new CyclicBarrier(3);
        // When
        faults.inject(request(fault -> meet(all), "r", FIRST, SECOND, THIRD));
        // Then
        assertThat(faults.inForce()).hasSize(3);
        assertThat(run.deeds.subList(0, 3)).containsExactly("intend r-1", "intend r-2", "intend r-3");
        assertThat(run.deeds.subList(3, 6)).containsExactlyInAnyOrder("inject r-1", "inject r-2", "inject r-3");
    }

    @Test
    void revert_severalTargets_isDoneSideBySide() {
        // Given
        faults.inject(request(fault -> {}, "r", FIRST, SECOND, THIRD));
        CyclicBarrier all = new CyclicBarrier(3);
        whenUndone = step -> meet(all);
        // When
        faults.revert(new FaultId("r"));
        // Then
        assertThat(faults.inForce()).isEmpty();
        assertThat(run.events(Event.FaultReverted.class)).hasSize(3);
    }

    @Test
    void revertAll_twoRequests_lastFirst() {
        // Given
        faults.inject(request(fault -> {}, "early", FIRST, SECOND));
        faults.inject(request(fault -> {}, "late", THIRD));
        // When
        faults.revertAll();
        // Then
        assertThat(run.events(Event.FaultReverted.class))
                .extracting(Event.FaultReverted::id)
                .startsWith("late")
                .contains("early-1", "early-2");
    }

    @Test
    void inject_oneOfSeveralFails_takesTheOthersBack() {
        // Given: the first is in force before the second fails
        CyclicBarrier both = new CyclicBarrier(2);
        // When
        assertThatThrownBy(() -> faults.inject(request(
                        fault -> {
                            if (fault.id().value().equals("r-2")) {
                                meet(both);
                                throw new IllegalStateException("no");
                            }
                            var unused = new Thread(() -> meet(both));
                            unused.start();
                        },
                        "r",
                        FIRST,
                        SECOND)))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("no");
        // Then
        assertThat(faults.inForce()).isEmpty();
        assertThat(run.deeds).contains("undo a#1", "undo a#2", "done r-1", "done r-2");
        assertThat(run.events(Event.FaultFailed.class))
                .extracting(Event.FaultFailed::id)
                .contains("r-2");
    }

    @Test
    void inject_undoCannotBeKept_touchesNothing() {
        // Given: a disk that takes one line more
        run.linesThatFit = 1;
        // When
        assertThatThrownBy(() -> faults.inject(request(fault -> {}, "r", FIRST, SECOND)))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("disk full");
        // Then
        assertThat(run.deeds).containsExactly("intend r-1", "done r-1");
        assertThat(faults.inForce()).isEmpty();
    }

    @Test
    void inject_afterWaitingForAnotherRun_looksAtTheTargetAnew() {
        // Given
        run.othersLeft = 2;
        // When
        faults.inject(onOneThing("r", FIRST));
        // Then
        assertThat(run.deeds).containsExactly("prepare r", "prepare r", "prepare r", "intend r", "inject r");
        assertThat(run.events(Event.FaultPrepared.class)).hasSize(1);
        assertThat(faults.inForce()).hasSize(1);
    }

    @Test
    void inject_whileAnotherOnTheSameThingIsBeingInjected_isRefused() {
        // Given: the other is prepared, and no more
        List<Throwable> refused = new ArrayList<>();
        run.whenClaiming = () -> {
            run.whenClaiming = () -> {};
            refused.add(catchThrowable(() -> faults.inject(onOneThing("s", SECOND))));
        };
        // When
        faults.inject(onOneThing("r", FIRST));
        // Then
        assertThat(refused)
                .singleElement()
                .satisfies(e -> assertThat(e).isInstanceOf(FaultFailed.class).hasMessageContaining("share"));
        assertThat(faults.inForce()).hasSize(1);
    }

    @Test
    void intend_saysOnWhatAndUntilWhen() {
        // Given
        FaultRequest endless = request(fault -> {}, "", FIRST);
        // When
        faults.inject(new FaultRequest(
                endless.fault(),
                endless.parts(),
                endless.id(),
                Optional.of(Duration.ofMinutes(1)),
                endless.lease(),
                endless.schedule(),
                false));
        // Then
        assertThat(run.intended(new FaultId("f1"))).satisfies(intended -> {
            assertThat(intended.target()).isEqualTo("a#1");
            assertThat(intended.incarnation()).isEqualTo("incarnation of a#1 at api");
            assertThat(intended.conflictKey()).isEqualTo("nothing");
            assertThat(intended.planned()).contains(Duration.ofMinutes(1));
            assertThat(intended.lease()).contains(Duration.ofMinutes(1));
            assertThat(intended.withRunner()).contains(true);
        });
    }

    @Test
    void idsOfTheOtherArm_areOthers_butTheFilesNamesStillMeanThem() {
        // Given
        try (ActiveFaults control = faults("control.")) {
            control.inject(request(fault -> {}, "", FIRST));
            control.inject(request(fault -> {}, "slow", SECOND));
            // When
            control.revert(new FaultId("slow"));
            // Then
            assertThat(control.inForce())
                    .extracting(fault -> fault.id().value())
                    .containsExactly("control.f1");
            assertThat(run.deeds).contains("intend control.f1", "intend control.slow", "done control.slow");
        }
    }
}
