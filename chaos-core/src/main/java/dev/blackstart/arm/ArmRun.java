package dev.blackstart.arm;

import dev.blackstart.engine.ActivityRunner;
import dev.blackstart.engine.ArmContext;
import dev.blackstart.engine.Engine;
import dev.blackstart.engine.Interruptions;
import dev.blackstart.engine.Stages;
import dev.blackstart.engine.Strategies;
import dev.blackstart.experiment.Activity;
import dev.blackstart.experiment.Configuration;
import dev.blackstart.experiment.Extension;
import dev.blackstart.fault.ActiveFaults;
import dev.blackstart.fault.BlastRadiusGuard;
import dev.blackstart.fault.Faults;
import dev.blackstart.fault.Host;
import dev.blackstart.fault.Safeguard;
import dev.blackstart.journal.Arm;
import dev.blackstart.journal.Event;
import dev.blackstart.journal.EventSink;
import dev.blackstart.journal.Journal;
import dev.blackstart.journal.Phase;
import dev.blackstart.load.RunningLoad;
import dev.blackstart.load.Sli;
import dev.blackstart.load.SliRecorder;
import dev.blackstart.load.Warmup;
import dev.blackstart.load.Workload;
import dev.blackstart.plan.Plan;
import dev.blackstart.provider.Providers;
import dev.blackstart.time.Cancellation;
import dev.blackstart.time.Cancelled;
import dev.blackstart.time.RunClock;
import dev.blackstart.topology.PeerAddresses;
import dev.blackstart.topology.Replica;
import dev.blackstart.topology.RunningTopology;
import dev.blackstart.topology.Service;
import dev.blackstart.topology.Topology;
import dev.blackstart.topology.process.ProcessTopology;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Carries out one arm of a run: starts its parts, conducts Chaos Toolkit's sequence with the phases in between, ends its parts. */
public final class ArmRun {
    private final Plan plan;
    private final Arm arm;
    private final Surroundings run;
    private final EventSink events;
    private final ArmParts parts = new ArmParts();
    private final FaultClock faultClock;

    /**
     * What the arms of a run share.
     *
     * @param logs the folder for the replicas' logs
     * @param variables resolves configuration and secrets; called once for each arm, when the addresses of its services are known
     * @param scheduler its tasks must not block
     */
    public record Surroundings(
            String runId,
            RunClock clock,
            Journal journal,
            Optional<Safeguard> safeguard,
            Path logs,
            Interruptions interruptions,
            Providers providers,
            VariablesSource variables,
            AtomicLong activityIds,
            ScheduledExecutorService scheduler) {
        /** The same with another folder for logs. */
        public Surroundings logsIn(Path otherLogs) {
            return new Surroundings(
                    runId,
                    clock,
                    journal,
                    safeguard,
                    otherLogs,
                    interruptions,
                    providers,
                    variables,
                    activityIds,
                    scheduler);
        }
    }

    /** Resolves configuration and secrets. */
    public interface VariablesSource {
        /** @param addresses of the services, as configuration keys that the file may override */
        Configuration resolve(ArmContext context, Map<String, @Nullable Object> addresses);
    }

    public ArmRun(Plan plan, Arm arm, Surroundings run) {
        this.plan = plan;
        this.arm = arm;
        this.run = run;
        this.events = run.journal().sink(arm);
        this.faultClock = new FaultClock(arm);
        run.journal().listen(faultClock::entry);
    }

    /**
     * Conducts the arm; blocks until everything it started has ended. Never throws for what goes wrong in the system or the
     * experiment: that is in the journal.
     */
    public void conduct(Strategies strategies) {
        ShutdownGuard guard = new ShutdownGuard(parts, run.interruptions());
        try (guard) {
            try {
                start();
                engine(strategies).run();
                checkNotTaken();
            } catch (Cancelled e) {
                String reason = run.interruptions().current().reason();
                events.add(new Event.RunInterrupted(reason == null ? String.valueOf(e.getMessage()) : reason));
            } catch (RuntimeException e) {
                events.add(new Event.RunAborted(e.getMessage() == null ? e.toString() : e.getMessage()));
            } finally {
                stop();
            }
        }
    }

    /** Whoever wakes after the healer has taken over may come to the end before anything else has noticed. */
    private void checkNotTaken() {
        if (!run.interruptions().current().isCancelled()) {
            run.safeguard().ifPresent(safeguard -> safeguard.healer().checkNotTaken());
        }
    }

    private void stop() {
        try {
            if (plan.extension().isPresent()) {
                events.add(new Event.PhaseEntered(Phase.STOP));
            }
        } finally {
            end();
        }
    }

    private void end() {
        try {
            parts.close();
        } catch (RuntimeException e) {
            events.add(new Event.RunAborted("could not clean up: " + e.getMessage()));
        }
    }

    private void start() {
        Cancellation cancellation = run.interruptions().current();
        if (plan.topology().isPresent()) {
            events.add(new Event.PhaseEntered(Phase.START));
            safeguard().healer().start();
            RunningTopology topology = parts.start(() -> ProcessTopology.start(
                    plan.topology().get(),
                    run.runId(),
                    seed(),
                    run.logs(),
                    safeguard().ledger(),
                    events,
                    run.clock(),
                    cancellation,
                    run.interruptions().again()));
            Faults faults = new ActiveFaults(
                    topology,
                    arm == Arm.CONTROL ? "control." : "",
                    guard(),
                    safeguard(),
                    events,
                    Host.here(run.clock(), cancellation),
                    run.scheduler(),
                    seed());
            parts.faults = faults;
            safeguard().healer().whenTaken(faults::revertAll);
            startLoad(topology, cancellation);
        }
    }

    private BlastRadiusGuard guard() {
        Topology topology = plan.topology().orElseThrow();
        return new BlastRadiusGuard(
                plan.blastRadius(),
                service -> topology.service(service).map(Service::replicas).orElse(1),
                plan.extension()
                        .flatMap(Extension::workload)
                        .map(Extension.Workload::rate)
                        .orElse(0.0));
    }

    private Safeguard safeguard() {
        return run.safeguard().orElseThrow(() -> new IllegalStateException("a topology needs a ledger"));
    }

    private long seed() {
        return plan.extension().map(Extension::seed).orElse(0L);
    }

    private void startLoad(RunningTopology topology, Cancellation cancellation) {
        Extension.Workload spec = plan.extension().flatMap(Extension::workload).orElse(null);
        if (spec == null) {
            return;
        }
        events.add(new Event.PhaseEntered(Phase.WARM_UP));
        SliRecorder sli = new SliRecorder(
                spec.rate(),
                plan.objective().map(objective -> objective.fastWithin()).orElse(null),
                run.clock().instant(),
                events);
        parts.sli = sli;
        RunningLoad load = Workload.start(spec, addresses(topology, spec), sli, events, run.clock(), cancellation);
        parts.load = load;
        events.add(new Event.Awaiting("three steady seconds", Warmup.LONGEST));
        Warmup.Ended warmup = Warmup.await(sli, run.clock(), cancellation);
        events.add(new Event.WarmedUp(
                warmup.steady(), warmup.took(), load.lastFailure().orElse(null)));
    }

    private static List<InetSocketAddress> addresses(RunningTopology topology, Extension.Workload spec) {
        Service service = topology.declared().service(spec.call().to()).orElseThrow();
        int port = spec.call().port() > 0 ? spec.call().port() : service.ports().get(0);
        return topology.replicas().stream()
                .filter(replica -> replica.ref().service().equals(service.name()))
                .map(replica -> replica.address(port))
                .toList();
    }

    private Engine engine(Strategies strategies) {
        ArmContext context = new ArmContext(run.providers(), run.clock(), events, run.activityIds(), parts.byType());
        Configuration variables = run.variables().resolve(context, serviceAddresses());
        events.add(new Event.TitleResolved(
                String.valueOf(variables.substitution().apply(plan.experiment().title()))));
        ActivityRunner runner =
                new ActivityRunner(context, variables, strategies.dry(), ActivityRunner.declaredIn(plan.experiment()));
        watchAbortConditions(variables, strategies);
        Stages stages = plan.extension().isEmpty()
                ? Stages.NONE
                : new PhasedArm(
                        plan,
                        plan.extension().get(),
                        arm,
                        parts,
                        runner,
                        events,
                        run.clock(),
                        run.interruptions().current(),
                        run.scheduler(),
                        faultClock,
                        treated());
        return new Engine(plan.experiment(), strategies, runner, events, stages, run.interruptions());
    }

    /** The load is steady by now. Their windows do not begin anew with each phase: that would leave them blind again and again. */
    private void watchAbortConditions(Configuration variables, Strategies strategies) {
        List<Activity> conditions = plan.extension().map(Extension::abortWhen).orElse(List.of());
        if (conditions.isEmpty() || strategies.dry().ignoresTolerances()) {
            return;
        }
        Map<Class<?>, Object> acrossPhases = new HashMap<>(parts.byType());
        acrossPhases.computeIfPresent(
                Sli.class, (type, sli) -> new WholeArmSli((Sli) sli, run.clock().instant()));
        ArmContext context = new ArmContext(run.providers(), run.clock(), events, run.activityIds(), acrossPhases);
        parts.aborts = new AbortWatch(
                conditions,
                new ActivityRunner(context, variables, strategies.dry(), ActivityRunner.declaredIn(plan.experiment())),
                events,
                run.clock(),
                run.interruptions().current(),
                run.scheduler());
    }

    /** How long the treatment arm was observed, for its control arm. */
    private Duration treated() {
        if (arm != Arm.CONTROL) {
            return Duration.ZERO;
        }
        FaultClock treatment = new FaultClock(Arm.TREATMENT);
        run.journal().entries().forEach(treatment::entry);
        return treatment.observed();
    }

    /** Each service port as configuration: {@code kv_a_50051} is where the first replica is reached. */
    private Map<String, @Nullable Object> serviceAddresses() {
        Map<String, @Nullable Object> addresses = new LinkedHashMap<>();
        if (parts.topology == null) {
            return addresses;
        }
        for (Replica replica : parts.topology.replicas()) {
            for (int port : replica.service().ports()) {
                InetSocketAddress address = replica.address(port);
                addresses.putIfAbsent(
                        PeerAddresses.variable(replica.ref().service(), port),
                        address.getHostString() + ":" + address.getPort());
            }
        }
        return addresses;
    }
}
