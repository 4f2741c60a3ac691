package dev.blackstart.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.blackstart.fault.file.Corrupt;
import dev.blackstart.fault.file.CorruptDriver;
import dev.blackstart.fault.network.Direction;
import dev.blackstart.fault.network.Latency;
import dev.blackstart.fault.network.LatencyDriver;
import dev.blackstart.fault.process.Pause;
import dev.blackstart.fault.process.PauseDriver;
import dev.blackstart.journal.Event;
import dev.blackstart.ledger.Undo;
import dev.blackstart.ledger.UndoStep;
import dev.blackstart.link.LinkControl;
import dev.blackstart.topology.Incarnation;
import dev.blackstart.topology.TargetRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract turns red on drivers that break it, each by the test that is there for it. */
class BadDriversIT {
    /** A driver and the test that catches it. */
    enum Bad {
        DOES_NOTHING(DoesNothing.class, "inject_isFeltByAForeignClient_whenItReturns"),
        INVENTS_ITS_EVIDENCE(InventsItsEvidence.class, "inject_isFeltByAForeignClient_whenItReturns"),
        INVENTS_ITS_EVIDENCE_ALWAYS(InventsItsEvidence.class, "evidence_whereInjectDoesNothing_saysNo"),
        FAILS_HALF_WAY(FailsHalfWay.class, "inject_failsAfterTheDeed_takesItBack"),
        UNDOES_NOTHING(UndoesNothing.class, "revert_isNoLongerFelt_andTheUndoIsDone"),
        CREATES_WHAT_ITS_UNDO_DOES_NOT_KNOW(CreatesTooMuch.class, "undo_leavesEverythingAsItWas"),
        LEAVES_A_PROCESS(LeavesAProcess.class, "undo_leavesEverythingAsItWas"),
        UNDOES_A_MITIGATION(UndoesAMitigation.class, "undo_afterSomebodyElseChangedIt_leavesItAlone"),
        UNDOES_A_MITIGATION_OF_A_LINK(MendsWhatWasCut.class, "undo_afterSomebodyElseChangedIt_leavesItAlone"),
        UNDOES_A_MITIGATION_OF_A_REPLICA(ResumesWhoeverIsThere.class, "undo_afterSomebodyElseChangedIt_leavesItAlone");

        private final Class<?> contract;
        private final String test;

        Bad(Class<?> contract, String test) {
            this.contract = contract;
            this.test = test;
        }
    }

    @ParameterizedTest
    @EnumSource
    void contract_onABadDriver_isRed(Bad bad) {
        TestExecutionSummary summary = run(bad.contract, bad.test);

        assertThat(summary.getTestsStartedCount()).isEqualTo(1);
        assertThat(summary.getFailures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.getException()).isInstanceOf(AssertionError.class));
    }

    private static TestExecutionSummary run(Class<?> contract, String test) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectMethod(contract, test))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    /** A good one, of which parts are replaced. */
    private static class Altered<C extends Record> implements FaultDriver<C> {
        private final FaultDriver<C> real;

        Altered(FaultDriver<C> real) {
            this.real = real;
        }

        @Override
        public FaultType<C> type() {
            return real.type();
        }

        @Override
        public Capability check(C config, TargetRef ref, Host host) {
            return real.check(config, ref, host);
        }

        @Override
        public List<String> undoKinds() {
            return real.undoKinds();
        }

        @Override
        public Prepared<C> prepare(FaultId id, C config, Target target) {
            return real.prepare(id, config, target);
        }

        @Override
        public Meter meter(Prepared<C> fault, MeterContext context) {
            return real.meter(fault, context);
        }

        @Override
        public void inject(Prepared<C> fault, Host host) {
            real.inject(fault, host);
        }
    }

    /** On the link. */
    abstract static class OnLink extends FaultDriverContractTest<Latency> {
        @Override
        protected Latency config() {
            return new Latency(Duration.ofMillis(300), Duration.ZERO, Direction.RESPONSE);
        }

        @Override
        protected TargetRef target() {
            return TwoServices.LINK;
        }

        @Override
        protected boolean isFelt(long millisOfOneRequest) {
            return millisOfOneRequest >= 290;
        }
    }

    /** Says that it has done something. */
    static final class DoesNothing extends OnLink {
        @Override
        protected FaultDriver<Latency> driver() {
            return new Altered<>(new LatencyDriver()) {
                @Override
                public void inject(Prepared<Latency> fault, Host host) {}
            };
        }
    }

    /** Does nothing, and measures what was asked for all the same. */
    static final class InventsItsEvidence extends OnLink {
        @Override
        protected FaultDriver<Latency> driver() {
            return new Altered<>(new LatencyDriver()) {
                @Override
                public void inject(Prepared<Latency> fault, Host host) {}

                @Override
                public Meter meter(Prepared<Latency> fault, MeterContext context) {
                    return new ScriptedDriver.BlindMeter() {
                        @Override
                        public void during() {
                            for (int i = 0; i < 4; i++) {
                                context.events()
                                        .add(new Event.FaultSample(
                                                fault.id().value(),
                                                Event.Moment.DURING,
                                                context.clock().instant(),
                                                Duration.ofMillis(301),
                                                true,
                                                true,
                                                "trust me"));
                            }
                        }
                    };
                }
            };
        }
    }

    /** Has added more than one thing when it fails, and only names the first. */
    static final class FailsHalfWay extends OnLink {
        @Override
        protected FaultDriver<Latency> driver() {
            return new Altered<>(new LatencyDriver()) {
                @Override
                public void inject(Prepared<Latency> fault, Host host) {
                    super.inject(fault, host);
                    add(fault, "left-over", Duration.ofMillis(1));
                    throw new IllegalStateException("half way");
                }
            };
        }
    }

    private static void add(Prepared<Latency> fault, String toxic, Duration latency) {
        LinkControl.of(((Target.OfLink) fault.target()).link().incarnation())
                .addLatency(toxic, latency, Duration.ZERO, true);
    }

    /** Its undo names something else. */
    static final class UndoesNothing extends OnLink {
        @Override
        protected FaultDriver<Latency> driver() {
            return new Altered<>(new LatencyDriver()) {
                @Override
                public Prepared<Latency> prepare(FaultId id, Latency config, Target target) {
                    Prepared<Latency> good = super.prepare(id, config, target);
                    List<UndoStep> steps = new ArrayList<>();
                    for (UndoStep step : good.undo().steps()) {
                        UndoStep.ToxicGone toxic = (UndoStep.ToxicGone) step;
                        steps.add(new UndoStep.ToxicGone(toxic.api(), toxic.proxy(), "something-else"));
                    }
                    Undo undo = new Undo(Undo.VERSION, good.undo().fault(), steps);
                    return new Prepared<>(id, good.type(), config, target, undo, good.asked());
                }
            };
        }
    }

    /** Adds something that nobody feels. */
    static final class CreatesTooMuch extends OnLink {
        @Override
        protected FaultDriver<Latency> driver() {
            return new Altered<>(new LatencyDriver()) {
                @Override
                public void inject(Prepared<Latency> fault, Host host) {
                    super.inject(fault, host);
                    add(fault, "unfelt", Duration.ofMillis(1));
                }
            };
        }
    }

    /** Its undo has the link enabled, whoever has disabled it. */
    static final class MendsWhatWasCut extends OnLink {
        @Override
        protected FaultDriver<Latency> driver() {
            return new Altered<>(new LatencyDriver()) {
                @Override
                public Prepared<Latency> prepare(FaultId id, Latency config, Target target) {
                    Prepared<Latency> good = super.prepare(id, config, target);
                    Incarnation.LinkProxy proxy =
                            ((Target.OfLink) target).link().incarnation();
                    List<UndoStep> steps = new ArrayList<>(good.undo().steps());
                    steps.add(new UndoStep.ProxyAs(proxy.api(), proxy.proxy(), true));
                    Undo undo = new Undo(Undo.VERSION, good.undo().fault(), steps);
                    return new Prepared<>(id, good.type(), config, target, undo, good.asked());
                }
            };
        }
    }

    /** On the replica. */
    abstract static class OnReplica extends FaultDriverContractTest<Pause> {
        @Override
        protected Pause config() {
            return new Pause();
        }

        @Override
        protected TargetRef target() {
            return TwoServices.BACK;
        }

        @Override
        protected boolean isFelt(long millisOfOneRequest) {
            return millisOfOneRequest == PlainClient.NO_ANSWER;
        }
    }

    /** Starts something that nobody ends. */
    static final class LeavesAProcess extends OnReplica {
        private final List<Process> left = new ArrayList<>();

        @Override
        protected FaultDriver<Pause> driver() {
            return new Altered<>(new PauseDriver()) {
                @Override
                public void inject(Prepared<Pause> fault, Host host) {
                    super.inject(fault, host);
                    try {
                        left.add(new ProcessBuilder("setsid", "sleep", "60").start());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };
        }

        @AfterEach
        void end() {
            left.forEach(Process::destroyForcibly);
        }
    }

    /** Its undo knows a stopped replica by its port, not by its incarnation. */
    static final class ResumesWhoeverIsThere extends OnReplica {
        @Override
        protected FaultDriver<Pause> driver() {
            return new Altered<>(new PauseDriver()) {
                @Override
                public Prepared<Pause> prepare(FaultId id, Pause config, Target target) {
                    Prepared<Pause> good = super.prepare(id, config, target);
                    int port = ((Target.OfReplica) target)
                            .replica()
                            .address(ServerReplica.PORT)
                            .getPort();
                    String each = "for d in /proc/[0-9]*; do tr '\\0' ' ' < $d/cmdline | grep -q '"
                            + SmallServer.class.getName() + " " + port + " $' && ";
                    UndoStep step = new UndoStep.Argv(
                            List.of("sh", "-c", each + "grep -q '^State:.T' $d/status && exit 0; done; exit 1"),
                            List.of("sh", "-c", each + "kill -CONT ${d#/proc/}; done"));
                    List<UndoStep> steps = new ArrayList<>(good.undo().steps());
                    steps.add(step);
                    Undo undo = new Undo(Undo.VERSION, good.undo().fault(), steps);
                    return new Prepared<>(id, good.type(), config, target, undo, good.asked());
                }
            };
        }
    }

    /** Takes the whole file for its own, whoever has changed it. */
    static final class UndoesAMitigation extends FileDriverContractTest<Corrupt> {
        @Override
        protected FaultDriver<Corrupt> driver() {
            return new Altered<>(new CorruptDriver()) {
                private UndoStep.FileAs good = new UndoStep.FileAs("", "", "", -1, -1);

                @Override
                public Prepared<Corrupt> prepare(FaultId id, Corrupt config, Target target) {
                    Prepared<Corrupt> fault = super.prepare(id, config, target);
                    good = (UndoStep.FileAs) fault.undo().steps().get(0);
                    UndoStep whole = new UndoStep.Argv(
                            List.of("test", "-e", good.kept()), List.of("mv", good.kept(), good.path()));
                    Undo undo = new Undo(Undo.VERSION, fault.undo().fault(), List.of(whole));
                    return new Prepared<>(id, fault.type(), config, target, undo, fault.asked(), fault.thing());
                }

                @Override
                public Meter meter(Prepared<Corrupt> fault, MeterContext context) {
                    return super.meter(asGood(fault), context);
                }

                @Override
                public void inject(Prepared<Corrupt> fault, Host host) {
                    super.inject(asGood(fault), host);
                }

                private Prepared<Corrupt> asGood(Prepared<Corrupt> fault) {
                    Undo undo = new Undo(Undo.VERSION, fault.undo().fault(), List.of(good));
                    return new Prepared<>(
                            fault.id(),
                            fault.type(),
                            fault.config(),
                            fault.target(),
                            undo,
                            fault.asked(),
                            fault.thing());
                }
            };
        }

        @Override
        protected Corrupt config() {
            return new Corrupt(file().toString(), 64);
        }
    }
}
