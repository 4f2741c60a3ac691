package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.blackstart.exchange.Asker;
import dev.blackstart.exchange.Askers;
import dev.blackstart.exchange.Protocol;
import dev.blackstart.exchange.Question;
import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.Latency;
import dev.blackstart.fault.network.LatencyDriver;
import dev.blackstart.fault.process.Crash;
import dev.blackstart.fault.process.CrashDriver;
import dev.blackstart.fault.process.Pause;
import dev.blackstart.fault.process.PauseDriver;
import dev.blackstart.fault.process.Stop;
import dev.blackstart.fault.process.StopDriver;
import dev.blackstart.journal.Event;
import dev.blackstart.link.LinkControl;
import dev.blackstart.report.Evidence;
import dev.blackstart.report.EvidenceFold;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.topology.ProcessIdentity;
import dev.blackstart.topology.TargetRef;
import dev.blackstart.topology.process.ProcessTable;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults whose target is replaced, vanishes or is hit twice, on a real process behind a real proxy. */
final class ActiveFaultsIT {
    private static final Duration SOON = Duration.ofSeconds(8);
    private static final FaultId ID = new FaultId("f1");

    private final RecordedRun run = new RecordedRun();
    private final TwoServices topology = new TwoServices();
    private final ActiveFaults faults = run.faults(topology);

    @AfterEach
    void nothingIsLeft() {
        faults.close();
        topology.close();
        run.close();
    }

    private static FaultRequest pause() {
        return request(new PauseDriver(), new Pause(), TwoServices.BACK, "f1");
    }

    private static FaultRequest latency(String id) {
        return request(
                new LatencyDriver(),
                new Latency(Duration.ofMillis(200), Duration.ZERO, Direction.RESPONSE),
                TwoServices.LINK,
                id);
    }

    private static FaultRequest request(FaultDriver<?> driver, Record config, TargetRef target, String id) {
        return new FaultRequest(driver, config, List.of(target), Optional.of(id), Optional.empty());
    }

    private void restartAsMitigation() {
        faults.mitigating(Set.of(TwoServices.BACK), "restart back");
        topology.restart(TwoServices.BACK, Duration.ZERO, new Cancellation());
        faults.mitigated(Set.of(TwoServices.BACK));
    }

    @Test
    void pausedReplica_restartedByAMitigation_isMitigated_andTheNewOneIsLeftAlone() {
        // Given
        faults.inject(pause());
        Awaitility.await().atMost(SOON).until(() -> samples() >= 3);
        // When
        restartAsMitigation();
        // Then
        assertThat(run.events(Event.FaultMitigated.class))
                .containsExactly(new Event.FaultMitigated("f1", "restart back"));
        assertThat(run.events(Event.FaultLost.class)).isEmpty();
        assertThat(faults.inForce()).isEmpty();
        ProcessIdentity fresh = topology.back().identity();
        faults.revertAll();
        assertThat(run.events(Event.FaultReverted.class))
                .containsExactly(new Event.FaultReverted("f1", List.of("ContinueGroup: GONE")));
        assertThat(ProcessTable.lives(fresh)).isTrue();
        Evidence evidence = EvidenceFold.of(run.entries(), "f1");
        assertThat(evidence.effect()).as(evidence.sentence()).isTrue();
        assertThat(evidence.replaced()).isTrue();
    }

    @Test
    void pausedReplica_killedByAStranger_isLost() {
        // Given
        faults.inject(pause());
        // When
        topology.back().end();
        // Then
        Awaitility.await()
                .atMost(SOON)
                .until(() -> !run.events(Event.FaultLost.class).isEmpty());
        assertThat(run.events(Event.FaultLost.class).get(0).why()).contains("status 137");
        assertThat(run.events(Event.FaultMitigated.class)).isEmpty();
    }

    @Test
    void crashedReplica_restartedByAMitigation_isNotStartedAgain() {
        // Given
        faults.inject(request(new CrashDriver(), new Crash(), TwoServices.BACK, "f1"));
        restartAsMitigation();
        ProcessIdentity fresh = topology.back().identity();
        // When
        faults.revertAll();
        // Then
        assertThat(run.events(Event.FaultMitigated.class)).hasSize(1);
        assertThat(run.events(Event.FaultReverted.class))
                .containsExactly(new Event.FaultReverted("f1", List.of("StartAgain: SUPERSEDED")));
        assertThat(topology.back().identity()).isEqualTo(fresh);
        assertThat(ProcessTable.lives(fresh)).isTrue();
    }

    @Test
    void linkFault_whosePeerIsRestarted_staysInForce() {
        // Given
        faults.inject(latency("f1"));
        // When
        restartAsMitigation();
        // Then
        assertThat(faults.inForce()).hasSize(1);
        assertThat(run.events(Event.FaultMitigated.class)).isEmpty();
        InetSocketAddress through = topology.link(TwoServices.LINK).listener();
        assertThat(PlainClient.ask(through, 1_500)).isGreaterThanOrEqualTo(190);
    }

    @Test
    void ownExchanges_areNotExposure() {
        // Given
        faults.inject(latency("f1"));
        Awaitility.await()
                .atMost(SOON)
                .until(() ->
                        samples() >= 3 && run.events(Event.TrafficSample.class).size() >= 5);
        // When
        faults.revert(ID);
        // Then
        Evidence evidence = EvidenceFold.of(run.entries(), "f1");
        assertThat(evidence.effect()).as(evidence.sentence()).isTrue();
        assertThat(evidence.exposed()).as(evidence.sentence()).isFalse();
        assertThat(evidence.missing().orElse("")).contains("no traffic");
    }

    @Test
    void probesThroughTheLink_areNotExposureEither() {
        // Given
        faults.inject(latency("f1"));
        InetSocketAddress through = topology.link(TwoServices.LINK).listener();
        Question question = new Question(Protocol.HTTP, ServerReplica.PORT, "/");
        // When: a connection of its own for each, as a probe has
        while (run.events(Event.TrafficSample.class).size() < 5) {
            try (Asker probe = Askers.open(question, through, run.clock, faults.ownEnds())) {
                assertThat(probe.ask(Duration.ofSeconds(1)).join().ok()).isTrue();
            }
        }
        faults.revert(ID);
        // Then
        Evidence evidence = EvidenceFold.of(run.entries(), "f1");
        assertThat(evidence.exposed()).as(evidence.sentence()).isFalse();
    }

    @Test
    void twoKindsOnDifferentTargets_areRevertedLastToFirst() {
        // Given
        faults.inject(latency("first"));
        faults.inject(request(new PauseDriver(), new Pause(), TwoServices.BACK, "second"));
        // When
        faults.revertAll();
        // Then
        assertThat(run.events(Event.FaultReverted.class))
                .extracting(Event.FaultReverted::id)
                .containsExactly("second", "first");
    }

    @Test
    void requestWithAFailingPart_leavesNoneOfIt() {
        // Given: the second target is not there
        FaultRequest both = new FaultRequest(
                new PauseDriver(),
                new Pause(),
                List.of(TwoServices.BACK, new dev.blackstart.topology.ReplicaRef("front", 1)),
                Optional.of("both"),
                Optional.empty());
        // When
        assertThatThrownBy(() -> faults.inject(both)).isInstanceOf(FaultFailed.class);
        // Then
        assertThat(faults.inForce()).isEmpty();
        assertThat(run.events(Event.FaultFailed.class))
                .extracting(Event.FaultFailed::id)
                .containsExactlyInAnyOrder("both-1", "both-2");
        assertThat(ProcessTable.group(topology.back().identity())).noneMatch(ProcessTable.Row::isStopped);
    }

    @Test
    void revertAll_whileAFaultEndsByItself_waitsUntilItIsSeenToBeGone() {
        // Given
        FaultRequest slow = latency("f1");
        faults.inject(new FaultRequest(
                slow.fault(),
                slow.parts(),
                slow.id(),
                Optional.of(Duration.ofMillis(300)),
                slow.lease(),
                slow.schedule(),
                false));
        Awaitility.await()
                .atMost(SOON)
                .until(() -> !run.events(Event.FaultReverted.class).isEmpty());
        // When
        faults.revertAll();
        // Then
        assertThat(run.events(Event.FaultSample.class).stream().filter(sample -> sample.moment() == Event.Moment.AFTER))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void revert_unknownId_saysWhichThereAre() {
        // Given
        faults.inject(latency("slow"));
        // When / Then
        assertThatThrownBy(() -> faults.revert(new FaultId("slwo")))
                .isInstanceOf(FaultFailed.class)
                .hasMessageContaining("slwo")
                .hasMessageContaining("slow");
    }

    @Test
    void close_whileTheRunIsCancelled_stillReverts() {
        // Given
        faults.inject(pause());
        run.cancellation.cancel("SIGINT");
        // When
        faults.close();
        // Then
        assertThat(ProcessTable.group(topology.back().identity())).noneMatch(ProcessTable.Row::isStopped);
        assertThat(run.deeds).containsExactly("intend f1", "done f1");
    }

    @Test
    void close_whileAnInjectionIsUnderWay_leavesNothing() throws Exception {
        // Given: an injection that is done, but has not returned yet
        var done = new java.util.concurrent.CountDownLatch(1);
        var goOn = new java.util.concurrent.CountDownLatch(1);
        AlteredDriver<Pause> slow = new AlteredDriver<>(new PauseDriver(), (real, fault, host) -> {
            real.inject(fault, host);
            done.countDown();
            awaitQuietly(goOn);
        });
        Thread injecting = new Thread(() -> {
            try {
                faults.inject(request(slow, new Pause(), TwoServices.BACK, "f1"));
            } catch (FaultFailed e) {
                run.deed("refused");
            }
        });
        injecting.start();
        awaitQuietly(done);
        Thread closing = new Thread(faults::close);
        // When
        closing.start();
        Awaitility.await().atMost(SOON).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        closing.join(SOON.toMillis());
        injecting.join(SOON.toMillis());
        // Then
        assertThat(run.deeds).contains("done f1");
        assertThat(ProcessTable.group(topology.back().identity())).noneMatch(ProcessTable.Row::isStopped);
    }

    @Test
    void linkFault_removedBySomebodyElse_isLost() {
        // Given
        faults.inject(latency("f1"));
        LinkControl control = LinkControl.of(topology.link(TwoServices.LINK).incarnation());
        control.toxics().forEach(control::removeToxic);
        // When
        faults.revertAll();
        // Then
        assertThat(run.events(Event.FaultLost.class)).hasSize(1);
        assertThat(run.events(Event.FaultLost.class).get(0).why()).contains("somebody had removed it");
        assertThat(run.events(Event.FaultReverted.class)).isEmpty();
    }

    @Test
    void stopThatTakesItsGrace_endsWithTheInterruptionOfTheRun() {
        // Given: a process that does not listen to SIGTERM would be waited for
        AlteredDriver<Stop> slow = new AlteredDriver<>(new StopDriver(), (real, fault, host) -> {
            run.cancellation.cancel("SIGINT");
            awaitInterruptibly();
        });
        long start = System.nanoTime();
        // When
        assertThatThrownBy(() -> faults.inject(request(slow, new Stop(Duration.ofSeconds(8)), TwoServices.BACK, "f1")))
                .isInstanceOf(Cancelled.class);
        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(faults.inForce()).isEmpty();
    }

    private static void awaitInterruptibly() {
        try {
            assertThat(new java.util.concurrent.CountDownLatch(1).await(8, java.util.concurrent.TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new FaultFailed("interrupted while it was waited for", e);
        }
    }

    private static void awaitQuietly(java.util.concurrent.CountDownLatch latch) {
        try {
            assertThat(latch.await(8, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private long samples() {
        return run.events(Event.FaultSample.class).stream()
                .filter(sample -> sample.moment() == Event.Moment.DURING)
                .count();
    }
}
